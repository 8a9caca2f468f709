import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Capabilities } from '#contracts';
import { RetriableError, silentLogger } from '#runtime';
import type { Connector } from '../connector.js';
import { InboxDoor } from '../host/http/inbox-door.js';
import { RemoteAddresses } from '../host/http/remote-address.js';

export interface DoorUnderTest {
  /** Where the inbox is: `http://127.0.0.1:<port>/in/test`. */
  readonly url: string;
  /** The same for WebSockets. */
  readonly socketUrl: string;
  /** Statuses answered so far, oldest first, and codes of refusals. */
  readonly statuses: readonly number[];
  readonly refusals: readonly string[];
  /** The same with what each took from its head to the last byte of its answer, in ms. */
  readonly answers: readonly { readonly status: number; readonly tookMs: number }[];
  /** Connections are cut; the connector is not stopped. */
  close(): Promise<void>;
}

export interface DoorTestOptions {
  /** Default `test`. */
  readonly inboxId?: string;
  /** Deadlines come from here; default: none. */
  readonly capabilities?: Pick<Capabilities, 'ackDeadlineMs'>;
  /** Aborts when the inbox stops: its sockets are closed then. Default: never. Give the context's. */
  readonly signal?: AbortSignal;
  readonly publicUrl?: string;
}

/** A real HTTP and WebSocket server in front of one connector: the host's own door. */
export async function openDoor(connector: Connector, options: DoorTestOptions = {}): Promise<DoorUnderTest> {
  const { inboxId = 'test', signal = new AbortController().signal, publicUrl } = options;
  const statuses: number[] = [];
  const refusals: string[] = [];
  const answers: { status: number; tookMs: number }[] = [];
  const door = new InboxDoor({
    find: (id) => {
      if (id !== inboxId) return null;
      if (signal.aborted) throw new RetriableError('This inbox does not run', { code: 'inbox_not_running' });
      const capabilities = (options.capabilities ?? {}) as Capabilities;
      return { connector, capabilities, signal, run: (work) => work(), call: (work) => work() };
    },
    addresses: new RemoteAddresses(['127.0.0.0/8', '::1']),
    publicUrl,
    metrics: { answered: (_inbox, status) => void statuses.push(status), refusedRequest: (_inbox, code) => void refusals.push(code) },
    logger: silentLogger,
  });
  door.inboxesLoaded();
  const server = createServer((request, response) => {
    const startedAt = performance.now();
    response.once('finish', () => answers.push({ status: response.statusCode, tookMs: performance.now() - startedAt }));
    void door.answer(request, response);
  });
  server.on('upgrade', (request, stream, head) => void door.upgrade(request, stream, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    door.stop();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  const at = `127.0.0.1:${port}/in/${inboxId}`;
  return { url: `http://${at}`, socketUrl: `ws://${at}`, statuses, refusals, answers, close };
}
