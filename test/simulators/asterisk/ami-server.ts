import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Names and values of one event, in the order they go out. */
export type EventFields = Readonly<Record<string, string>>;

/** The manager interface of an Asterisk at the wire: banner, login, events, `CoreShowChannels`, `Ping`. Events go to all who are logged in. */
export class AmiServer {
  private readonly links = new Set<Socket>();
  private readonly server: Server;
  /** What `CoreShowChannels` answers. */
  channels: readonly EventFields[] = [];
  logins = 0;

  private constructor(
    private readonly user: string,
    private readonly password: string,
  ) {
    this.server = createServer((socket) => this.greet(socket));
  }

  static async start({ user = 'desk', password = 'secret', port = 0 } = {}): Promise<AmiServer> {
    const server = new AmiServer(user, password);
    await new Promise<void>((resolve) => server.server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  emit(fields: EventFields): void {
    for (const socket of this.links) socket.write(toBlock(fields));
  }

  /** Cuts all links; new ones are taken. */
  cut(): void {
    for (const socket of this.links) socket.destroy();
    this.links.clear();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.cut();
    await closed;
  }

  private greet(socket: Socket): void {
    let pending = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => this.links.delete(socket));
    socket.write('Asterisk Call Manager/5.0.5\r\n');
    socket.on('data', (text: string) => {
      pending += text;
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const lines = pending.slice(0, end).split('\r\n');
        pending = pending.slice(end + 4);
        this.act(socket, Object.fromEntries(lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string])));
      }
    });
  }

  private act(socket: Socket, action: Record<string, string>): void {
    const id: EventFields = action['ActionID'] === undefined ? {} : { ActionID: action['ActionID'] };
    switch (action['Action']) {
      case 'Login':
        if (action['Username'] !== this.user || action['Secret'] !== this.password) {
          socket.end(toBlock({ Response: 'Error', ...id, Message: 'Authentication failed' }));
          return;
        }
        this.links.add(socket);
        this.logins += 1;
        socket.write(toBlock({ Response: 'Success', ...id, Message: 'Authentication accepted' }));
        socket.write(toBlock({ Event: 'FullyBooted', Status: 'Fully Booted' }));
        return;
      case 'CoreShowChannels':
        socket.write(toBlock({ Response: 'Success', ...id, EventList: 'start' }));
        for (const channel of this.channels) socket.write(toBlock({ Event: 'CoreShowChannel', ...id, ...channel }));
        socket.write(toBlock({ Event: 'CoreShowChannelsComplete', ...id, EventList: 'Complete', ListItems: String(this.channels.length) }));
        return;
      default:
        socket.write(toBlock({ Response: 'Success', ...id, Ping: 'Pong' }));
    }
  }
}

function toBlock(fields: EventFields): string {
  return `${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
}
