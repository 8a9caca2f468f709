import { eventIdOf, type InboundMessage, type Media, type MediaReady } from '#contracts';
import { errorClassOf } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '../context.js';
import { MEDIA_LIST, readMediaJob, toMediaJobs, type MediaJob, type MediaOwner, type UnreadableJob } from './media-job.js';
import { MediaLost } from './media-lost.js';
import type { OpenedMedia } from './open-response.js';
import { storeBounded } from './store-bounded.js';

export interface MediaFetching {
  /**
   * Opens the bytes of one file. `MediaLost` says that there never will be any; whatever else it throws is for time or an operator to heal. `signal`
   * aborts when the inbox stops, the lease is lost or the time of this try is over.
   */
  open(job: MediaJob, signal: AbortSignal): Promise<OpenedMedia>;
  readonly maxBytes: number;
  /** One try, from asking to the last byte. Default 120 s. */
  readonly timeoutMs?: number;
  /** How long a file is asked for whose source has no `expiresAt`. Default a day. */
  readonly keepTryingMs?: number;
}

interface Waiting {
  /** Its line in the list. */
  readonly seq: number;
  readonly tries: number;
  /** ms since 1970. */
  readonly since: number;
  readonly nextAt: number;
}

interface Progress {
  /** Lines of the list up to here are done or waiting. */
  readonly seq: number;
  readonly waiting: readonly Waiting[];
}

const STATE_KEY = 'media:progress';
const AT_ONCE = 4;
/** As many as fit a value of the state store with ease; more wait where they are: in the list. */
const MOST_WAITING = 400;
/** What another process appended is found within this. */
const LOOK_EVERY_MS = 5_000;
const WAITS_MS = [500, 2_000, 10_000, 60_000, 300_000, 900_000];
const TRY_MS = 120_000;
const KEEP_TRYING_MS = 86_400_000;

/**
 * Fetches what messages announced as `pending`, after they were acknowledged, and tells what became of it by `media.ready.v1`: `stored`, or `expired`,
 * `rejected`, `failed` with the reason. What is owed is durable, so a restart loses nothing; one process of the inbox works it off, four at a time.
 */
export class MediaFetcher {
  private woken = new AbortController();

  constructor(
    private readonly context: Pick<ConnectorContext, 'blobs' | 'clock' | 'emit' | 'inbox' | 'log' | 'state' | 'transcript' | 'withLease'>,
    private readonly fetching: MediaFetching,
  ) {}

  /** Call it before the remote is acknowledged. Durable when it resolves; a message that comes twice owes nothing twice. */
  async note(message: InboundMessage): Promise<void> {
    for (const job of toMediaJobs(message)) {
      const id = `${message.id}/${job.partId}`;
      await this.context.transcript(MEDIA_LIST).append({ id, direction: 'inbound', body: job });
      this.woken.abort();
    }
  }

  /** Resolves when `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await this.context.withLease('media', async (lease) => {
      const until = AbortSignal.any([signal, lease]);
      while (!until.aborted) {
        this.woken = new AbortController();
        const restMs = await this.turn(until).catch((error: unknown) => {
          if (!until.aborted) this.context.log.warn('media were not fetched this time', { inboxId: this.context.inbox.id, error });
          return LOOK_EVERY_MS;
        });
        if (restMs > 0) await sleep(restMs, undefined, { signal: AbortSignal.any([until, this.woken.signal]) }).catch(() => undefined);
      }
    });
  }

  /** One round; resolves to how long there is nothing to do. */
  private async turn(signal: AbortSignal): Promise<number> {
    const { state, clock } = this.context;
    const { seq, waiting } = (await state.get<Progress>(STATE_KEY)) ?? { seq: 0, waiting: [] };
    const now = clock.now().getTime();
    const due = waiting.filter(({ nextAt }) => nextAt <= now).slice(0, AT_ONCE);
    const place = Math.max(0, Math.min(AT_ONCE - due.length, MOST_WAITING - waiting.length));
    const fresh = place === 0 ? [] : await this.read(seq, place);
    const again = await Promise.all(due.map((task) => this.find(task)));
    const tasks = [...again, ...fresh.map(({ seq: line, job }) => ({ task: { seq: line, tries: 0, since: now, nextAt: now }, job }))];
    if (tasks.length === 0) return Math.min(LOOK_EVERY_MS, ...waiting.map(({ nextAt }) => Math.max(1, nextAt - now)));
    const left = await Promise.all(tasks.map(async ({ task, job }) => (job === null ? null : this.attempt(task, job, signal))));
    if (signal.aborted) return 0;
    const kept = waiting.filter((each) => !due.includes(each));
    const next: Progress = { seq: fresh.at(-1)?.seq ?? seq, waiting: [...kept, ...left.filter((task) => task !== null)] };
    await state.set(STATE_KEY, next);
    return 0;
  }

  private async read(behind: number, limit: number): Promise<{ readonly seq: number; readonly job: MediaJob | UnreadableJob }[]> {
    const lines = await this.context.transcript(MEDIA_LIST).since(behind, limit);
    return lines.map((line) => ({ seq: line.seq, job: readMediaJob(line.body) }));
  }

  /** The job of one that waits; null where its line is gone, for nobody waits for it then. */
  private async find(task: Waiting): Promise<{ readonly task: Waiting; readonly job: MediaJob | UnreadableJob | null }> {
    const [line] = await this.read(task.seq - 1, 1);
    return { task, job: line?.seq === task.seq ? line.job : null };
  }

  /** Null when the outcome is on the log; else when to try again. */
  private async attempt(task: Waiting, job: MediaJob | UnreadableJob, signal: AbortSignal): Promise<Waiting | null> {
    try {
      if ('unreadable' in job) await this.passOver(job);
      else {
        const media = await this.fetch(task, job, signal);
        // Its conversation may have been erased meanwhile: nothing is told of it any more.
        if ((await this.find(task)).job !== null) await this.tell(job, media);
      }
      return null;
    } catch (error) {
      if (signal.aborted) return task;
      const tries = task.tries + 1;
      const remoteMessageId = 'unreadable' in job ? job.owner?.remoteMessageId : job.remoteMessageId;
      const about = { inboxId: this.context.inbox.id, remoteMessageId, tries };
      this.context.log.warn('a file of a message was not fetched', { ...about, error });
      const wait = WAITS_MS[Math.min(task.tries, WAITS_MS.length - 1)]!;
      return { ...task, tries, nextAt: this.context.clock.now().getTime() + wait };
    }
  }

  /** What became of it. Throws while a later try may do better. */
  private async fetch(task: Waiting, job: MediaJob, stopping: AbortSignal): Promise<Media> {
    const { open, maxBytes, timeoutMs = TRY_MS } = this.fetching;
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(new Error(`It did not come within ${Math.round(timeoutMs / 1_000)} s`)), timeoutMs);
    const signal = AbortSignal.any([stopping, ending.signal]);
    try {
      const { content, declaredType, fileName } = await open(job, signal);
      const stored = await storeBounded(content, this.context.blobs, { maxBytes, signal });
      return { ...saidOf(declaredType, fileName), ...job.media, ...stored, state: 'stored' };
    } catch (error) {
      if (stopping.aborted) throw error;
      const lost = error instanceof MediaLost ? error : this.giveUp(task, job, error);
      if (lost === null) throw error;
      const { state, message, sizeBytes } = lost;
      return { ...job.media, ...(sizeBytes === undefined ? {} : { sizeBytes }), state, reason: message.slice(0, 300) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Null while its time is not over. */
  private giveUp({ since }: Waiting, { media }: MediaJob, error: unknown): MediaLost | null {
    const { expiresAt } = media.source;
    const { keepTryingMs = KEEP_TRYING_MS } = this.fetching;
    const ends = expiresAt === undefined ? since + keepTryingMs : Date.parse(expiresAt);
    if (this.context.clock.now().getTime() < ends) return null;
    const words = error instanceof Error ? error.message : String(error);
    return new MediaLost(expiresAt === undefined ? 'failed' : 'expired', `It could not be fetched in its time: ${words}`);
  }

  /** The lines behind it must not wait for one that no try can heal. */
  private async passOver({ unreadable, owner }: UnreadableJob): Promise<void> {
    this.context.log.error('an owed file cannot be read any more', { inboxId: this.context.inbox.id, reason: unreadable });
    const reason = 'It was noted by another version, in a shape that is not read any more';
    if (owner !== null) await this.tell(owner, { state: 'failed', reason });
  }

  private async tell(owner: MediaOwner, media: Media, isLastWord = false): Promise<void> {
    try {
      await this.context.emit('media.ready.v1', this.toEvent(owner, media));
    } catch (error) {
      if (errorClassOf(error) !== 'permanent') throw error;
      // What is said of the file breaks our contract: it never would be taken, and the entry must not wait for ever.
      this.context.log.error('what was fetched cannot be told', { inboxId: this.context.inbox.id, error });
      if (isLastWord) return;
      await this.tell(owner, { state: 'failed', reason: 'What the channel says of the file cannot be kept' }, true);
    }
  }

  private toEvent({ idempotencyKey: ofMessage, conversationKey, remoteMessageId, partId }: MediaOwner, media: Media): MediaReady {
    const { inbox, clock } = this.context;
    const idempotencyKey = `${ofMessage}:m:${partId}:${media.state}`;
    const receivedAt = clock.now().toISOString();
    return { id: eventIdOf(idempotencyKey), idempotencyKey, inbox, conversationKey, receivedAt, remoteMessageId, partId, media };
  }
}

function saidOf(declaredType: string | undefined, fileName: string | undefined): Pick<Media, 'declaredType' | 'fileName'> {
  return {
    ...(declaredType === undefined ? {} : { declaredType: declaredType.slice(0, 255) }),
    ...(fileName === undefined ? {} : { fileName: fileName.slice(0, 1_024) }),
  };
}
