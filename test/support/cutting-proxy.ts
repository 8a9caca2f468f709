import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of a connection after the client's n-th line, or after so many bytes of the server. */
export interface LinkFault {
  readonly after: 'lines' | 'bytes';
  readonly count: number;
  /** `cut` closes it; `freeze` leaves it open and lets nothing through any more, as a NAT does that forgot it. */
  readonly then: 'cut' | 'freeze';
}

export interface LinkSession {
  /** What the client asked: `UID FETCH`, `IDLE`, `DONE`. */
  readonly commands: string[];
  /** Bytes of the server. */
  received: number;
}

/** A link to a server that says a greeting first, which can be hurt in the middle. */
export interface CuttingProxy {
  readonly port: number;
  /** Every connection that the server greeted. */
  readonly sessions: readonly LinkSession[];
  /** Connections open now. */
  readonly open: number;
  /** Most that were open at once. */
  readonly mostOpen: number;
  /** The next connection is hurt so, once the server has greeted: one that is down must not use the fault up. */
  hurtNext(fault: LinkFault): void;
  /** The last command before each fault. */
  readonly hurtAfter: readonly string[];
  /** Ends all connections at once. */
  cutAll(): void;
  stop(): Promise<void>;
}

export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const clients = new Set<Socket>();
  const sessions: LinkSession[] = [];
  const hurtAfter: string[] = [];
  let armed: LinkFault | null = null;
  let mostOpen = 0;
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    const session: LinkSession = { commands: [], received: 0 };
    let fault: LinkFault | null = null;
    let lines = 0;
    let frozen = false;
    clients.add(client);
    mostOpen = Math.max(mostOpen, clients.size);
    for (const socket of [client, target]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clients.delete(client);
        client.destroy();
        target.destroy();
      });
    }
    target.once('data', () => {
      sessions.push(session);
      fault = armed;
      armed = null;
    });
    const hurt = ({ then }: LinkFault) => {
      fault = null;
      hurtAfter.push(session.commands.at(-1) ?? 'greeting');
      if (then === 'freeze') frozen = true;
      else client.destroy();
    };
    target.on('data', (chunk: Buffer) => {
      if (frozen) return;
      const allowed = fault?.after === 'bytes' ? chunk.subarray(0, Math.max(0, fault.count - session.received)) : chunk;
      session.received += allowed.length;
      if (fault?.after !== 'bytes' || session.received < fault.count) return void client.write(allowed);
      const due = fault;
      client.write(allowed, () => hurt(due));
      frozen = true;
    });
    client.on('data', (chunk: Buffer) => {
      if (frozen) return;
      target.write(chunk);
      for (const line of chunk.toString('latin1').split('\r\n').slice(0, -1)) {
        session.commands.push(readCommand(line));
        lines += 1;
      }
      if (fault?.after === 'lines' && lines >= fault.count) hurt(fault);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => clients.forEach((client) => client.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    hurtAfter,
    cutAll,
    get open() {
      return clients.size;
    },
    get mostOpen() {
      return mostOpen;
    },
    hurtNext: (fault) => (armed = fault),
    stop: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `A1 UID FETCH 1:5 (UID)` is `UID FETCH`; a line without a tag is itself when it is a word (`DONE`). */
function readCommand(line: string): string {
  return /^\S+ ((?:UID )?[A-Z]+)/.exec(line)?.[1] ?? (/^[A-Z]+$/.test(line) ? line : 'continuation');
}
