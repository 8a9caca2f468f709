import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RetriableError, type Logger } from '#runtime';
import { canAdmit, canAnswer, RefusedRequest, type InboxAnswer, type InboxSocket } from '../../http.js';
import type { Doorway, FindDoorway } from './doorway.js';
import type { InboxHttp } from './http-front.js';
import { InboxSockets } from './inbox-sockets.js';
import type { RemoteAddresses } from './remote-address.js';
import { RequestBody } from './request-body.js';
import { INBOXES_PATH, readTarget, type Target } from './target.js';
import { refuseUpgrade, toProblem, writeAnswer } from './write-answer.js';

/** Where no channel's own deadline is shorter. */
const ANSWER_MS = 60_000;
/** Of a channel's deadline: the answer has to travel, too. */
const SHARE = 0.8;
const RETRY_SECONDS = '2';

export interface DoorMetrics {
  answered(inbox: string, status: number): void;
  refusedRequest(inbox: string, code: string): void;
}

export interface DoorOptions {
  readonly find: FindDoorway;
  readonly addresses: RemoteAddresses;
  /** How the outside reaches this process; without it the Host field says it. */
  readonly publicUrl?: string | undefined;
  readonly metrics: DoorMetrics;
  readonly logger: Logger;
}

interface Admitted {
  readonly doorway: Doorway;
  readonly take: (socket: InboxSocket) => void;
}

const SWITCHED: InboxAnswer = { status: 101 };

/** HTTP and WebSockets of all inboxes of a process, at `/in/<inbox id>` and below. */
export class InboxDoor implements InboxHttp {
  private readonly sockets = new InboxSockets();
  private loaded = false;

  constructor(private readonly options: DoorOptions) {}

  get openSockets(): number {
    return this.sockets.size;
  }

  /** From now on a name that is not known here is nobody's. */
  inboxesLoaded(): void {
    this.loaded = true;
  }

  isFor(path: string): boolean {
    return path.startsWith(INBOXES_PATH);
  }

  /** Always answers. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = readTarget(request, this.options);
    const body = new RequestBody(request);
    const answer = await this.attend(target, (doorway) => {
      const { connector } = doorway;
      if (!canAnswer(connector)) return Promise.resolve(toProblem(404, 'no_http', 'This inbox answers no requests'));
      return this.within(doorway, response, (signal) =>
        connector.answer({
          ...target,
          signal,
          read: (maxBytes, withinMs) => body.read(maxBytes, withinMs),
          stream: (maxBytes) => body.stream(maxBytes),
        }),
      );
    });
    this.options.metrics.answered(target.inboxId, answer.status);
    await writeAnswer(response, answer, body.isUnread);
  }

  async upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    stream.on('error', destroyStream);
    const target = readTarget(request, this.options);
    const admitted = await this.admit(target, stream);
    this.options.metrics.answered(target.inboxId, 'answer' in admitted ? admitted.answer.status : 101);
    if ('answer' in admitted) refuseUpgrade(request, admitted.answer);
    else this.sockets.open(request, stream, head, admitted.doorway, admitted.take);
  }

  stop(): void {
    this.sockets.stop();
  }

  /** Never rejects. */
  private async admit(target: Target, stream: Duplex): Promise<Admitted | { readonly answer: InboxAnswer }> {
    let admitted: Admitted | null = null;
    const answer = await this.attend(target, async (doorway) => {
      const { connector } = doorway;
      if (!canAdmit(connector)) return toProblem(404, 'no_sockets', 'This inbox holds no sockets');
      const take = await this.within(doorway, stream, (signal) => connector.admit({ ...target, signal }));
      if (typeof take !== 'function') return take;
      admitted = { doorway, take };
      return SWITCHED;
    });
    return admitted ?? { answer };
  }

  private async attend({ inboxId }: Target, serve: (doorway: Doorway) => Promise<InboxAnswer>): Promise<InboxAnswer> {
    try {
      const doorway = this.options.find(inboxId);
      // Some senders never try again after a 404.
      if (doorway === null && !this.loaded) throw new RetriableError('The inboxes are being started', { code: 'starting' });
      if (doorway === null) return toProblem(404, 'no_inbox', 'There is no such inbox here');
      return await doorway.run(() => serve(doorway));
    } catch (error) {
      return this.explain(inboxId, error);
    }
  }

  /** Whoever is late, is answered all the same: the remote that hears nothing counts it against us. */
  private within<T>(doorway: Doorway, caller: ServerResponse | Duplex, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { ackDeadlineMs } = doorway.capabilities;
    const limitMs = ackDeadlineMs === undefined ? ANSWER_MS : ackDeadlineMs * SHARE;
    const ending = new AbortController();
    const end = () => ending.abort();
    return new Promise<T>((resolve, reject) => {
      const late = () => {
        ending.abort();
        reject(new RetriableError(`No answer within ${limitMs} ms`, { code: 'answer_late' }));
      };
      const timer = setTimeout(late, limitMs);
      caller.once('close', end);
      doorway.signal.addEventListener('abort', end, { once: true });
      const settle = () => {
        clearTimeout(timer);
        caller.off('close', end);
        doorway.signal.removeEventListener('abort', end);
      };
      work(ending.signal).finally(settle).then(resolve, reject);
    });
  }

  private explain(inboxId: string, error: unknown): InboxAnswer {
    const { metrics, logger } = this.options;
    if (error instanceof RefusedRequest) {
      metrics.refusedRequest(inboxId, error.code);
      return toProblem(error.status, error.code, error.message);
    }
    if (error instanceof RetriableError) {
      metrics.refusedRequest(inboxId, error.code);
      return toProblem(503, error.code, error.message, { 'retry-after': RETRY_SECONDS });
    }
    logger.error('a request was not answered by its inbox', { inboxId, error });
    metrics.refusedRequest(inboxId, 'fault');
    return toProblem(500, 'fault', 'The inbox could not answer; its log says why');
  }
}

/** A listener of every socket for its whole life: one that was made in `upgrade` would keep the request and its headers as long. */
function destroyStream(this: Duplex): void {
  this.destroy();
}
