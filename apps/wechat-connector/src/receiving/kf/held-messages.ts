import type { HeldPortion } from '#connector-sdk';
import type { HeldMessage } from '#contracts';
import { RetriableError } from '#runtime';
import type { KfItem } from '../../converting/kf/kf-item.js';
import { toKfDeliveryId, toKfMessage, toKfRemoteId } from '../../converting/kf/to-inbound-message.js';
import { readOwnMsgId } from '../../kf.ids.js';
import { explainTrouble } from '../wecom-trouble.js';
import { acceptAgain } from './accept-page.js';
import { type PullingParts, readCursor, readHistoricalBefore, readPages } from './pull-pages.js';

/** Of what a customer wrote: enough to know it by. */
const MOST_WORDS = 200;

type Parts = Omit<PullingParts, 'historicalBefore'>;

/** What the platform still keeps of a kf account: `sync_msg` without a cursor begins with the oldest of three days. Rationed, for no ring brought a token. */
export class HeldMessages {
  constructor(private readonly parts: Parts) {}

  async *list(signal: AbortSignal): AsyncGenerator<HeldPortion> {
    const cursor = await readCursor(this.parts.context);
    const waiting = new Set<string>();
    if (cursor !== null)
      for await (const { items } of this.pages(cursor, signal)) for (const item of items) waiting.add(toKfDeliveryId(item));
    for await (const { items } of this.pages(null, signal))
      yield { messages: items.filter(isMessage).map((item) => this.toHeld(item, cursor === null || waiting.has(toKfDeliveryId(item)))) };
  }

  async describe(refs: readonly string[], signal: AbortSignal): Promise<HeldMessage[]> {
    const { context, corpId, openKfId, directory } = this.parts;
    const described: HeldMessage[] = [];
    const about = { inbox: context.inbox, corpId, openKfId, receivedAt: context.clock.now(), historicalBefore: new Date(0) };
    for await (const found of this.find(refs, signal)) {
      await directory.learn(found.flatMap(({ item: { externalUserId } }) => externalUserId ?? []));
      for (const { item, raw } of found) {
        const bytes = Buffer.from(raw);
        const customer = directory.get(item.externalUserId);
        const { sender, plainText } = toKfMessage(item, {
          ...{ ...about, customer, raw: { ...context.blobs.describe(bytes), contentType: 'application/json' } },
        });
        const words = { sender: sender.displayName ?? item.externalUserId ?? '', subject: plainText };
        described.push({ ...this.toHeld(item, false), sizeBytes: bytes.length, ...cut(words) });
      }
    }
    return described;
  }

  async fetch(refs: readonly string[], signal: AbortSignal): Promise<string[]> {
    const historicalBefore = await readHistoricalBefore(this.parts.context);
    const taken: string[] = [];
    for await (const found of this.find(refs, signal)) {
      await acceptAgain(found, { ...this.parts, historicalBefore });
      taken.push(...found.map(({ item }) => toKfDeliveryId(item)));
    }
    return taken;
  }

  private async *find(refs: readonly string[], signal: AbortSignal): AsyncGenerator<{ item: KfItem; raw: string }[]> {
    const wanted = new Set(refs);
    for await (const { items, raws } of this.pages(null, signal)) {
      const found = items.flatMap((item, at) =>
        isMessage(item) && wanted.delete(toKfDeliveryId(item)) ? [{ item, raw: raws[at] ?? JSON.stringify(item.fields) }] : [],
      );
      if (found.length > 0) yield found;
      if (wanted.size === 0) return;
    }
  }

  private async *pages(cursor: string | null, signal: AbortSignal) {
    try {
      yield* readPages(this.parts, cursor, AbortSignal.any([signal, this.parts.context.signal]));
    } catch (error) {
      const { detail = '', hint, reasons } = explainTrouble(error);
      throw new RetriableError(detail, {
        code: 'account_unread',
        ...(hint === undefined ? {} : { hint }),
        fields: { reasons },
        cause: error,
      });
    }
  }

  private toHeld(item: KfItem, waits: boolean): HeldMessage {
    const own = item.origin !== 'customer' && item.msgId !== null && readOwnMsgId(item.msgId) !== null;
    const because = own ? 'own_answer' : waits ? 'not_yet' : undefined;
    return {
      ...{ ref: toKfDeliveryId(item), remoteMessageId: toKfRemoteId(item) },
      ...(item.sentAt === null ? {} : { at: item.sentAt.toISOString() }),
      ...(because === undefined ? {} : { because }),
    };
  }
}

/** What is no message of anybody has no place of its own in the ledger. */
function isMessage({ msgType }: KfItem): boolean {
  return msgType !== 'event';
}

function cut(words: { sender: string; subject: string }): { sender: string; subject: string } {
  return { sender: words.sender.slice(0, MOST_WORDS), subject: words.subject.slice(0, MOST_WORDS) };
}
