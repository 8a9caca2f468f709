import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP link to a server that a test can cut, as `kill -9` or a server that goes away would, or stall, as a dead network does. */
export class CuttableLink {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private up = true;
  private stalled = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** `url` names the server; the link's own `url` leads there through the link. */
  static async open(url: string): Promise<CuttableLink> {
    const target = new URL(url);
    const port = Number(target.port || 5432);
    const host = target.hostname;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the link got no port');
    target.hostname = '127.0.0.1';
    target.port = String(address.port);
    const link = new CuttableLink(server, target.href);
    server.on('connection', (near) => link.join(near, connect(port, host)));
    return link;
  }

  /** Every connection breaks, and new ones are refused until `restore`. */
  cut(): void {
    this.up = false;
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  restore(): void {
    this.up = true;
  }

  /** Nothing gets through any more, and nobody is told. */
  stall(): void {
    this.stalled = true;
    for (const pair of this.pairs) for (const socket of pair) socket.unpipe();
  }

  resume(): void {
    this.stalled = false;
    for (const pair of this.pairs) flow(pair);
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
    if (!this.up) near.destroy();
    else if (!this.stalled) flow(pair);
  }
}

function flow([near, far]: readonly [Socket, Socket]): void {
  near.pipe(far);
  far.pipe(near);
}
