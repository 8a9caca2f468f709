import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '#connector-sdk';
import { type ConversationKey, type InboundMessage, eventIdOf, type MediaReady } from '#contracts';
import { detectMediaType } from './detect-media-type.js';
import { PlatformRefusal } from '../sending/platform-errors.js';
import { TooLargeAnswer } from './platform-http.js';

type Media = MediaReady['media'];

/** One part of one message whose bytes the platform still has. */
export interface MediaJob {
  /** Of the message. */
  readonly idempotencyKey: string;
  readonly remoteMessageId: string;
  readonly conversationKey: ConversationKey;
  readonly partId: string;
  /** What the platform knows the bytes by. */
  readonly ref: string;
  readonly fileName?: string;
  /** RFC 3339: the platform keeps them until then. */
  readonly expiresAt?: string;
}

/** What is left of the work list: everything up to `seq` was begun, what did not work yet waits. */
interface Progress {
  readonly seq: number;
  readonly waiting: readonly { readonly job: MediaJob; readonly tries: number; readonly notBefore: number }[];
}

export interface DownloadedFile {
  readonly bytes: Buffer;
  readonly contentType: string | null;
  readonly fileName: string | null;
}

export interface MediaFetcherParts {
  readonly context: ConnectorContext;
  /** Rejects with `PlatformRefusal` for what is refused, `TooLargeAnswer` for what nobody wants; with anything else for what may work later. */
  download(job: MediaJob): Promise<DownloadedFile>;
  /** Codes that mean: these bytes are not there (any more). */
  readonly goneCodes: ReadonlySet<number>;
}

const LIST = 'media-jobs';
const PROGRESS = 'media-progress';
const LEASE = 'media';
const AT_ONCE = 4;
/** More than this waiting: the platform is in trouble, new ones stay in the list. Bounds the state's value as well. */
const MAX_WAITING = 60;
const LOOK_EVERY_MS = 2_000;
const BACKOFF_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000];
/** Where the platform names no end. */
const GIVE_UP_TRIES = 40;

/**
 * Fetches media in the background from a durable list: `add` is called after the message is on the log and before the remote is acknowledged, so a crash
 * in between repeats both. One process at a time works on it. Each job ends in exactly one `media.ready.v1`.
 */
export class MediaFetcher {
  private wake = new AbortController();

  constructor(private readonly parts: MediaFetcherParts) {}

  /** Durable when it resolves; the same part twice is one job. */
  async add(jobs: readonly MediaJob[]): Promise<void> {
    const list = this.parts.context.transcript(LIST);
    for (const job of jobs) await list.append({ id: `${job.idempotencyKey}:${job.partId}`, direction: 'inbound', body: job });
    if (jobs.length > 0) this.wake.abort();
  }

  /** Works until the context's signal aborts. */
  async run(): Promise<void> {
    const { context } = this.parts;
    await context.withLease(LEASE, async (signal) => {
      for (let failures = 0; !signal.aborted;) {
        const worked = await this.workOnce(signal).then(
          (some) => ((failures = 0), some),
          (error: unknown) => {
            if (!signal.aborted) context.log.warn('media could not be worked on', { inboxId: context.inbox.id, error });
            failures += 1;
            return false;
          },
        );
        if (!worked) await this.pause(LOOK_EVERY_MS * Math.min(1 + failures, 15), signal);
      }
    });
  }

  /** True when something was done. */
  private async workOnce(signal: AbortSignal): Promise<boolean> {
    const { context } = this.parts;
    const known = (await context.state.get<Progress>(PROGRESS)) ?? { seq: 0, waiting: [] };
    const now = context.clock.now().getTime();
    const due = known.waiting.filter(({ notBefore }) => notBefore <= now).slice(0, AT_ONCE);
    const room = known.waiting.length < MAX_WAITING ? AT_ONCE - due.length : 0;
    const lines = room > 0 ? await context.transcript(LIST).since(known.seq, room) : [];
    const tasks = [...due, ...lines.map(({ body }) => ({ job: body as MediaJob, tries: 0, notBefore: 0 }))];
    if (tasks.length === 0) return false;
    const results = await Promise.all(
      tasks.map(async (task) => ((await this.fetch(task.job, task.tries)) ? null : this.toWaiting(task, now))),
    );
    // A lost lease: another process does them again, which is a no-op.
    if (signal.aborted) return false;
    const waiting = [...known.waiting.filter((each) => !due.includes(each)), ...results.filter((each) => each !== null)];
    await context.state.set(PROGRESS, { seq: lines.at(-1)?.seq ?? known.seq, waiting } satisfies Progress);
    return true;
  }

  /** False: later. Rejects only when the log or the blob store is away. */
  private async fetch(job: MediaJob, tries: number): Promise<boolean> {
    const { context, download, goneCodes } = this.parts;
    const expired = job.expiresAt !== undefined && new Date(job.expiresAt) <= context.clock.now();
    let file: DownloadedFile;
    try {
      file = await download(job);
    } catch (error) {
      if (error instanceof TooLargeAnswer) await this.tell(job, { state: 'rejected' });
      else if (expired) await this.tell(job, { state: 'expired' });
      else if (error instanceof PlatformRefusal && goneCodes.has(error.errcode)) await this.tell(job, { state: 'failed' });
      else if (job.expiresAt === undefined && tries + 1 >= GIVE_UP_TRIES) await this.tell(job, { state: 'failed' });
      else return false;
      context.log.warn('media of a message will not come', { inboxId: context.inbox.id, remoteMessageId: job.remoteMessageId, error });
      return true;
    }
    const { ref: blobRef, sha256, bytes: sizeBytes } = context.blobs.describe(file.bytes);
    const detectedType = await detectMediaType(file.bytes);
    const fileName = job.fileName ?? file.fileName?.slice(0, 1024);
    const declaredType = file.contentType?.slice(0, 255);
    await this.tell(
      job,
      {
        state: 'stored',
        blobRef,
        sha256,
        sizeBytes,
        ...(fileName === undefined ? {} : { fileName }),
        ...(declaredType === undefined ? {} : { declaredType }),
        ...(detectedType === null ? {} : { detectedType }),
        scan: { status: 'not_scanned' },
      },
      [file.bytes],
    );
    return true;
  }

  private async tell(job: MediaJob, media: Media, blobs: readonly Buffer[] = []): Promise<void> {
    const { context } = this.parts;
    const idempotencyKey = `${job.idempotencyKey}:m:${job.partId}:${media.state}`;
    const { remoteMessageId, conversationKey, partId } = job;
    const kept = job.fileName === undefined || media.fileName !== undefined ? media : { ...media, fileName: job.fileName };
    await context.emit(
      'media.ready.v1',
      {
        id: eventIdOf(idempotencyKey),
        idempotencyKey,
        inbox: context.inbox,
        conversationKey,
        receivedAt: context.clock.now().toISOString(),
        remoteMessageId,
        partId,
        media: { ...kept, source: { ref: job.ref, ...(job.expiresAt === undefined ? {} : { expiresAt: job.expiresAt }) } },
      },
      blobs,
    );
  }

  private toWaiting({ job, tries }: { job: MediaJob; tries: number }, now: number) {
    const backoff = BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)]!;
    // The last try is at the very end, when it can only be `expired`.
    const end = job.expiresAt === undefined ? Infinity : new Date(job.expiresAt).getTime();
    return { job, tries: tries + 1, notBefore: Math.min(now + backoff, Math.max(end, now + BACKOFF_MS[0]!)) };
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    this.wake = new AbortController();
    await sleep(ms, undefined, { signal: AbortSignal.any([signal, this.wake.signal]) }).catch(() => undefined);
  }
}

/** The jobs in a message: its parts that are still with the platform. */
export function toMediaJobs(message: Pick<InboundMessage, 'idempotencyKey' | 'remoteMessageId' | 'conversation' | 'parts'>): MediaJob[] {
  const { idempotencyKey, remoteMessageId } = message;
  return message.parts.flatMap((part) => {
    if (!('media' in part) || part.media?.state !== 'pending' || part.media.source === undefined) return [];
    const { fileName, source } = part.media;
    const job: MediaJob = {
      idempotencyKey,
      remoteMessageId,
      conversationKey: message.conversation.key,
      partId: part.partId,
      ref: source.ref,
    };
    return [
      {
        ...job,
        ...(fileName === undefined ? {} : { fileName }),
        ...(source.expiresAt === undefined ? {} : { expiresAt: source.expiresAt }),
      },
    ];
  });
}
