import type { ConnectorContext } from '@tributary/connector-sdk';
import type { InboundMessage, Media } from '@tributary/connector-sdk/contracts';
import { errorClassOf, PermanentError } from '@tributary/connector-sdk/runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WeiboApi } from '../calling/weibo-api.js';
import { WeiboError } from '../calling/weibo-error.js';
import { idsOf } from '../weibo.ids.js';
import { downloadBounded } from './download.js';

/** A list of what is to be fetched: lines are appended durably, and worked off by whoever holds the lease. */
const LIST = 'media-to-fetch';
const CURSOR = 'media-cursor';
/** Lines that another process appended are found within this. */
const LOOK_MS = 5_000;
const TRIES = 5;
const FIRST_WAIT_MS = 200;

interface Wanted {
  readonly conversationKey: string;
  readonly remoteMessageId: string;
  readonly partId: string;
  readonly media: Media;
}

type MediaPart = Extract<InboundMessage['parts'][number], { media: Media }>;

/**
 * Fetches pictures and files after their message was acknowledged: Weibo waits seconds, a picture may take longer. The list survives a crash, so what
 * was acknowledged is fetched, or the entry says why not.
 */
export class MediaFetcher {
  private working: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;

  constructor(
    private readonly context: ConnectorContext,
    private readonly api: WeiboApi,
    private readonly maxBytes: number,
  ) {}

  start(): void {
    this.working = this.context.withLease('media', (signal) => this.workOff(signal)).catch((error: unknown) => this.context.fail(error));
  }

  async stop(): Promise<void> {
    this.wake();
    await this.working;
  }

  /** Durable when it resolves; noting one twice is noting it once. */
  async note({ id, conversation, remoteMessageId, parts }: InboundMessage): Promise<void> {
    const pending = parts.filter((part): part is MediaPart => 'media' in part && part.media?.state === 'pending');
    for (const { partId, media } of pending) {
      const body: Wanted = { conversationKey: conversation.key, remoteMessageId, partId, media };
      await this.context.transcript(LIST).append({ id: `${id}/${partId}`, direction: 'inbound', body });
    }
    if (pending.length > 0) this.wake();
  }

  private async workOff(signal: AbortSignal): Promise<void> {
    const { state } = this.context;
    let cursor = (await state.get<number>(CURSOR)) ?? 0;
    while (!signal.aborted) {
      const woken = this.untilWoken(signal);
      const lines = await this.context.transcript(LIST).since(cursor);
      for (const { seq, body } of lines) {
        if (!(await this.settle(body as Wanted, signal))) return;
        await state.set(CURSOR, (cursor = seq));
      }
      if (lines.length === 0) await woken;
    }
  }

  private async untilWoken(signal: AbortSignal): Promise<void> {
    const timer = new AbortController();
    this.wake = () => timer.abort();
    await sleep(LOOK_MS, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined);
  }

  /** True when the log has its end: stored, or why not. */
  private async settle(wanted: Wanted, signal: AbortSignal): Promise<boolean> {
    for (let tried = 1; !signal.aborted; tried += 1) {
      try {
        const media = await this.fetch(wanted, signal, tried);
        if (media !== null) {
          await this.tell(wanted, media);
          return true;
        }
      } catch (error) {
        // The log is away: as long as it is, this one waits, and those behind it.
        if (errorClassOf(error) === 'permanent') throw error;
      }
      await sleep(Math.min(FIRST_WAIT_MS * 2 ** tried, 30_000), undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  /** Null: once more, later. */
  private async fetch({ media }: Wanted, signal: AbortSignal, tried: number): Promise<Media | null> {
    try {
      const url = this.api.findDownload(media.source!.ref);
      const { ref, sha256, bytes, type } = await downloadBounded(url, this.maxBytes, this.context.blobs, signal);
      return { ...media, state: 'stored', blobRef: ref, sha256, sizeBytes: bytes, ...(type === undefined ? {} : { declaredType: type }) };
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof PermanentError) return { ...media, state: 'rejected' };
      if (error instanceof WeiboError && error.status === 400) return { ...media, state: 'expired' };
      return tried < TRIES ? null : { ...media, state: 'failed' };
    }
  }

  private async tell({ conversationKey, remoteMessageId, partId }: Wanted, media: Media): Promise<void> {
    const { inbox, clock } = this.context;
    await this.context.emit('media.ready.v1', {
      ...idsOf(inbox, remoteMessageId, `:m:${partId}:${media.state}`),
      inbox,
      conversationKey: conversationKey as InboundMessage['conversation']['key'],
      receivedAt: clock.now().toISOString(),
      remoteMessageId,
      partId,
      media,
    });
  }
}
