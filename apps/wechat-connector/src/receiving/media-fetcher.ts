import type { ConnectorContext } from '#connector-sdk';
import { type ConversationKey, eventIdOf, type MediaReady } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MediaJob, MediaWork } from './media-work.js';

/** Gets the bytes of one job, or says why there never will be any. Throws for what time or an operator heals. */
export type FetchMedia = (job: MediaJob, signal: AbortSignal) => Promise<MediaReady['media']>;

interface Waiting {
  readonly job: MediaJob;
  readonly tries: number;
  /** ms since 1970. */
  readonly nextAt: number;
}

interface Progress {
  /** Lines of the work list up to here are done or waiting. */
  readonly seq: number;
  readonly waiting: readonly Waiting[];
}

const STATE_KEY = 'media:progress';
const AT_ONCE = 4;
/** More than fit the state store wait where they are: in the list. */
const MOST_WAITING = 100;
const LOOK_EVERY_MS = 5_000;
const WAITS_MS = [2_000, 10_000, 60_000, 300_000, 900_000];

/** Works the list off in one process at a time; what cannot be had now is tried again until the platform has thrown it away. */
export class MediaFetcher {
  private woken: AbortController = new AbortController();

  constructor(
    private readonly work: MediaWork,
    private readonly fetchMedia: FetchMedia,
    private readonly context: Pick<ConnectorContext, 'clock' | 'emit' | 'inbox' | 'log' | 'state' | 'withLease'>,
  ) {
    work.onAdded(() => this.woken.abort());
  }

  /** Resolves when `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await this.context.withLease('media', async (lease) => {
      const until = AbortSignal.any([signal, lease]);
      while (!until.aborted) {
        this.woken = new AbortController();
        const more = await this.turn(until).catch((error: unknown) => {
          if (!until.aborted) this.context.log.warn('media were not fetched this time', { error });
          return false;
        });
        if (!more) await sleep(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([until, this.woken.signal]) }).catch(() => undefined);
      }
    });
  }

  /** One round; true when there may be more to do at once. */
  private async turn(signal: AbortSignal): Promise<boolean> {
    const { seq, waiting } = (await this.context.state.get<Progress>(STATE_KEY)) ?? { seq: 0, waiting: [] };
    const now = this.context.clock.now().getTime();
    const due = waiting.filter(({ nextAt }) => nextAt <= now).slice(0, AT_ONCE);
    const place = Math.max(0, Math.min(AT_ONCE - due.length, MOST_WAITING - waiting.length));
    const fresh = place === 0 ? [] : await this.work.since(seq, place);
    const tasks: Waiting[] = [...due, ...fresh.map(({ job }) => ({ job, tries: 0, nextAt: now }))];
    if (tasks.length === 0) return false;
    const left = await Promise.all(tasks.map((task) => this.attempt(task, signal)));
    if (signal.aborted) return false;
    const kept = waiting.filter((each) => !due.includes(each));
    const next: Progress = { seq: fresh.at(-1)?.seq ?? seq, waiting: [...kept, ...left.filter((task) => task !== null)] };
    await this.context.state.set(STATE_KEY, next);
    return true;
  }

  /** Null when the outcome is on the log; else when to try again. */
  private async attempt(task: Waiting, signal: AbortSignal): Promise<Waiting | null> {
    const { job, tries } = task;
    try {
      const media = await this.fetchMedia(job, signal);
      await this.context.emit('media.ready.v1', this.toEvent(job, media));
      return null;
    } catch (error) {
      const now = this.context.clock.now().getTime();
      const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]!;
      this.context.log.warn('a file of a message was not fetched', { remoteMessageId: job.remoteMessageId, tries: tries + 1, error });
      return { job, tries: tries + 1, nextAt: now + wait };
    }
  }

  private toEvent(job: MediaJob, media: MediaReady['media']): MediaReady {
    const idempotencyKey = `${job.idempotencyKey}:m:${job.partId}:${media.state}`;
    return {
      id: eventIdOf(idempotencyKey),
      idempotencyKey,
      inbox: this.context.inbox,
      conversationKey: job.conversationKey as ConversationKey,
      receivedAt: this.context.clock.now().toISOString(),
      remoteMessageId: job.remoteMessageId,
      partId: job.partId,
      media,
    };
  }
}
