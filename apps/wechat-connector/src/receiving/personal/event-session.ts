import type { Clock } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PuppetEvent, readPuppetEvent } from '../../converting/personal/puppet-events.js';
import { GRPC, PuppetFailure, toPuppetFailure } from './puppet-failure.js';
import type { EventStream, PuppetRpc } from './puppet-rpc.js';

/** A service that follows the protocol says something at once; older ones do not. */
const FIRST_WORD_MS = 5_000;
/** A puppet that is logged in says so right behind its first word: then it need not be started. */
const LOGIN_WORD_MS = 300;
/** The service itself gives its puppet 15 s. */
const START_MS = 20_000;
const MOST_LOST_PROBES = 2;

export interface SessionTimes {
  readonly probeMs: number;
  readonly silenceMs: number;
}

export interface SessionHandlers {
  /** The stream stands and the puppet runs. */
  opened(): void;
  event(event: PuppetEvent): void;
  /** Is there too much that is not yet taken? The stream then waits. */
  isFull(): boolean;
}

/** What a service has shown of itself, over its sessions. */
export interface KnownHabits {
  /** It has answered a probe: silence means something. */
  answers: boolean;
}

/**
 * One event stream from its opening to its end. A dead one is told by gRPC, by probes that find no service, or by silence of a service that
 * has answered probes before: after a restart of the service everything else goes on working, and no message ever comes again.
 */
export class EventSession {
  private lastAt = 0;
  private heard: () => void = () => undefined;
  private knowsAccount = false;
  private lostProbes = 0;

  constructor(
    private readonly rpc: PuppetRpc,
    private readonly times: SessionTimes,
    private readonly habits: KnownHabits,
    private readonly handlers: SessionHandlers,
    private readonly clock: Clock,
  ) {}

  /** Resolves when the signal aborts, rejects with `PuppetFailure` when the stream is dead or never lived. */
  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const stream = this.rpc.openEvents();
    const over = new AbortController();
    const died = new Promise<never>((_resolve, reject) => {
      stream.on('error', (error) => reject(toPuppetFailure(error, 'events')));
      stream.on('end', () => reject(new PuppetFailure(GRPC.unavailable, 'the service ended its event stream', 'events')));
    });
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    died.catch(() => undefined);
    const firstWord = new Promise<void>((resolve) => (this.heard = resolve));
    stream.on('data', (message: { getType(): number; getPayload(): string }) => this.hear(stream, message));
    try {
      await Promise.race([died, stopped, this.open(firstWord, over.signal).then(() => this.probe(stream, over.signal))]);
    } finally {
      over.abort();
      stream.removeAllListeners('data');
      stream.cancel();
    }
  }

  private hear(stream: EventStream, message: { getType(): number; getPayload(): string }): void {
    this.lastAt = performance.now();
    const event = readPuppetEvent(message.getType(), message.getPayload());
    if (event.kind === 'dong') this.habits.answers = true;
    if (event.kind === 'login' || event.kind === 'scan') this.knowsAccount = true;
    this.heard();
    this.handlers.event(event);
    if (this.handlers.isFull()) stream.pause();
  }

  private async open(firstWord: Promise<void>, over: AbortSignal): Promise<void> {
    const wait = async (ms: number) => sleep(ms, undefined, { signal: over }).catch(() => undefined);
    await Promise.race([firstWord, wait(FIRST_WORD_MS)]);
    this.lastAt = performance.now();
    for (let waited = 0; waited < LOGIN_WORD_MS && !this.knowsAccount && !over.aborted; waited += 20) await wait(20);
    if (!over.aborted && !this.knowsAccount) await this.rpc.call('start', {}, START_MS);
    if (!over.aborted) this.handlers.opened();
  }

  private async probe(stream: EventStream, over: AbortSignal): Promise<void> {
    const { probeMs, silenceMs } = this.times;
    for (let next = performance.now() + probeMs; !over.aborted;) {
      await sleep(Math.min(probeMs, 50), undefined, { signal: over }).catch(() => undefined);
      if (stream.isPaused()) {
        // What waits with the service is no silence.
        this.lastAt = performance.now();
        if (!this.handlers.isFull()) stream.resume();
        continue;
      }
      if (over.aborted || performance.now() < next) continue;
      next = performance.now() + probeMs;
      const silentMs = performance.now() - this.lastAt;
      if (this.habits.answers && silentMs >= silenceMs)
        throw new PuppetFailure(GRPC.unavailable, `no event and no answer for ${Math.round(silentMs / 1000)} s`, 'events');
      void this.ask();
      if (this.lostProbes >= MOST_LOST_PROBES) throw new PuppetFailure(GRPC.unavailable, 'the service does not answer any more', 'ding');
    }
  }

  private async ask(): Promise<void> {
    try {
      await this.rpc.call('ding', { data: this.clock.now().toISOString() }, Math.max(this.times.probeMs, 1_000));
      this.lostProbes = 0;
    } catch (error) {
      if (toPuppetFailure(error, 'ding').isAboutLink) this.lostProbes += 1;
    }
  }
}
