import type { ConnectorContext } from '#connector-sdk';
import { type KfItem, readKfPage } from '../../converting/kf/kf-item.js';
import { splitKfItems } from '../../converting/kf/split-items.js';
import { PlatformRefusal, UncertainCall } from '../../sending/platform-errors.js';
import type { WecomApi } from '../wecom-api.js';
import { type AcceptingParts, acceptPage } from './accept-page.js';

export interface PullingParts extends AcceptingParts {
  readonly api: WecomApi;
  readonly voiceFormat: 'amr' | 'silk';
}

type AskingParts = Pick<PullingParts, 'api' | 'openKfId' | 'voiceFormat'>;

const CURSOR = 'cursor';
const LIMIT = 1_000;
/** The token of a ring is over or was never good: without one it goes as well, only rationed. */
const BAD_TOKEN = new Set([95007]);
/** A cursor of another account, or older than the platform remembers. */
const BAD_CURSOR = new Set([40058, 95006]);
/** Pages in a row that bring nothing and do not move: the platform says `has_more` for ever. */
const MAX_STANDSTILL = 20;

/**
 * Fetches all there is, page after page, until the platform says that there is no more: an empty page may have more behind it. The cursor moves when a page
 * is durable.
 */
export async function pullPages(parts: PullingParts, ringToken: string | null, signal: AbortSignal): Promise<void> {
  const { context } = parts;
  let token = ringToken;
  let cursor = await readCursor(context);
  for (let standstill = 0; !signal.aborted;) {
    const asked = await ask(parts, cursor, token);
    if (asked === 'bad_token') {
      token = null;
      continue;
    }
    if (asked === 'bad_cursor') {
      context.log.warn('WeCom does not take the cursor any more: all that it keeps is fetched again', { inboxId: context.inbox.id });
      await context.state.delete(CURSOR);
      cursor = null;
      continue;
    }
    const text = asked.toString('utf8');
    const page = readKfPage(text);
    if (page === null) throw new UncertainCall('sync_msg answered with no JSON object');
    await acceptPage(page.items, splitKfItems(text), parts);
    context.succeeded();
    // Another process may hold the account by now, and be further on.
    if (signal.aborted) return;
    const moved = page.nextCursor !== null && page.nextCursor !== cursor;
    if (moved) await context.state.set(CURSOR, (cursor = page.nextCursor));
    if (!page.hasMore) return;
    standstill = moved ? 0 : standstill + 1;
    if (standstill >= MAX_STANDSTILL) throw new UncertainCall('sync_msg says has_more without end, and the cursor stands still');
  }
}

/** How far the account was fetched; null: not at all. */
export async function readCursor({ state }: Pick<ConnectorContext, 'state'>): Promise<string | null> {
  return state.get<string>(CURSOR);
}

/** Pages from a cursor on (null: from the oldest that is kept), and nothing else: no cursor moves. One that is not taken any more begins with the oldest. */
export async function* readPages(
  parts: AskingParts,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<{ items: readonly KfItem[]; raws: string[] }> {
  let cursor = from;
  for (let standstill = 0; standstill < MAX_STANDSTILL;) {
    signal.throwIfAborted();
    const asked = await ask(parts, cursor, null);
    if (typeof asked === 'string') {
      cursor = null;
      continue;
    }
    const text = asked.toString('utf8');
    const page = readKfPage(text);
    if (page === null) throw new UncertainCall('sync_msg answered with no JSON object');
    yield { items: page.items, raws: splitKfItems(text) };
    if (!page.hasMore) return;
    const moved = page.nextCursor !== null && page.nextCursor !== cursor;
    standstill = moved ? 0 : standstill + 1;
    cursor = page.nextCursor ?? cursor;
  }
  throw new UncertainCall('sync_msg says has_more without end, and the cursor stands still');
}

async function ask(parts: AskingParts, cursor: string | null, token: string | null): Promise<Buffer | 'bad_token' | 'bad_cursor'> {
  try {
    const body = {
      open_kfid: parts.openKfId,
      limit: LIMIT,
      voice_format: parts.voiceFormat === 'silk' ? 1 : 0,
      ...(cursor === null ? {} : { cursor }),
      ...(token === null ? {} : { token }),
    };
    return await parts.api.postForBytes('/cgi-bin/kf/sync_msg', body);
  } catch (error) {
    if (error instanceof PlatformRefusal && BAD_TOKEN.has(error.errcode) && token !== null) return 'bad_token';
    if (error instanceof PlatformRefusal && BAD_CURSOR.has(error.errcode) && cursor !== null) return 'bad_cursor';
    throw error;
  }
}

/** What is older than the first start of the inbox by more than this is history. */
const HISTORY_MARGIN_MS = 600_000;

/** When the inbox first ran: written once. */
export async function readHistoricalBefore(context: Pick<ConnectorContext, 'state' | 'clock'>): Promise<Date> {
  const kept = await context.state.get<string>('began');
  const began = kept === null ? context.clock.now() : new Date(kept);
  if (kept === null) await context.state.set('began', began.toISOString());
  return new Date(began.getTime() - HISTORY_MARGIN_MS);
}
