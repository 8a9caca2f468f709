import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { ChannelContext } from './channel-context.js';
import type { Piece } from './piece.js';
import { refuse } from './refuse.js';
import { toPieces } from './to-pieces.js';

const STAFF = 'dingtalk_staff';
/** It has to arrive before the webhook ends. */
const MARGIN_MS = 30_000;

export type Place = { readonly person: string } | { readonly group: string };
export interface Webhook {
  readonly webhook: string;
  readonly mention?: string;
}

/** A webhook carries text; pictures and files it cannot (documented). */
export type Outgoing = { readonly way: Webhook; readonly text: string } | { readonly way: Place; readonly piece: Piece };

/** The messages of a reply, in order. All that can fail without DingTalk fails here, before anything is marked or sent. Pure. */
export function toOutgoing(reply: ReplyRequested, now: Date, replyBy: 'session' | 'api'): readonly Outgoing[] {
  const { words, files } = findWays(reply, now, replyBy);
  let way = words;
  return toPieces(reply, files !== null).map((piece) => {
    if (piece.kind !== 'text') return { way: files!, piece };
    if (!('webhook' in way)) return { way, piece };
    const outgoing = { way, text: piece.text };
    // Named once: each mention rings.
    way = { webhook: way.webhook };
    return outgoing;
  });
}

function findWays(
  { to, channelContext }: ReplyRequested,
  now: Date,
  replyBy: 'session' | 'api',
): { words: Webhook | Place; files: Place | null } {
  const { group, staffId, webhook } = ChannelContext.safeParse(channelContext).data ?? {};
  const alive = webhook !== undefined && webhook.until - MARGIN_MS > now.getTime();
  const person = staffId ?? to.find(({ scheme }) => scheme === STAFF)?.value;
  const files = group !== undefined ? { group } : person !== undefined ? { person } : null;
  if (alive && (replyBy === 'session' || files === null))
    return { words: { webhook: webhook.url, ...(group !== undefined && person !== undefined ? { mention: person } : {}) }, files };
  if (files !== null) return { words: files, files };
  if (webhook !== undefined)
    throw refuse('window_closed', 'The webhook of the message has ended, and its sender is no colleague', 'Wait until he writes again.');
  throw refuse('recipient_invalid', 'The answer names nobody whom DingTalk knows', 'Answer a message of this channel, or name a staff id.');
}
