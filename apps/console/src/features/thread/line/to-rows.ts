import type { Entry } from '../entry.js';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'unread'; readonly key: string }
  /** `continues`: the same person in the same minute, whose name stands above already. */
  | { readonly kind: 'entry'; readonly key: string; readonly entry: Entry; readonly continues: boolean }
  | { readonly kind: 'events'; readonly key: string; readonly entries: readonly Entry[] };

/** So many of the desk's own lines in a row are gathered behind one. */
const GATHERED = 3;
const CHATS = new Set(['webchat', 'wechat', 'wechat-kf', 'wechat-mp', 'wechaty', 'dingtalk', 'weibo', 'whatsapp', 'chat']);

/** A thread as it is read: days, the line before what is unread, chat lines of a minute together, the desk's lines gathered. */
export function toRows(entries: readonly Entry[], { unreadAfter }: { readonly unreadAfter: number | null }): readonly Row[] {
  const rows: Row[] = [];
  let day = '';
  let before: Entry | null = null;
  let isMarked = unreadAfter === null || unreadAfter === 0 || (entries.at(-1)?.seq ?? 0) <= unreadAfter;
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]!;
    const itsDay = new Date(entry.occurredAt).toDateString();
    const isNewDay = itsDay !== day && (day === '' || Date.parse(entry.occurredAt) > Date.parse(day));
    if (isNewDay) rows.push({ kind: 'day', key: `day-${entry.id}`, at: entry.occurredAt });
    if (isNewDay) day = itsDay;
    const isFirstUnread = !isMarked && entry.seq > unreadAfter!;
    if (isFirstUnread) {
      rows.push({ kind: 'unread', key: 'unread' });
      isMarked = true;
    }
    const gathered = isEvent(entry) ? takeEvents(entries, index, itsDay) : [];
    if (gathered.length >= GATHERED) {
      rows.push({ kind: 'events', key: `events-${gathered[0]!.id}`, entries: gathered });
      index += gathered.length - 1;
      before = null;
    } else {
      const continues = !isNewDay && !isFirstUnread && before !== null && belongTogether(before, entry);
      rows.push({ kind: 'entry', key: entry.id, entry, continues });
      before = entry;
    }
  }
  return rows;
}

/** A line of the desk itself that says only what was done. */
export function isEvent({ direction, parts }: Entry): boolean {
  return direction === 'system' && parts.every(({ type }) => type === 'system' || type === 'text');
}

function takeEvents(entries: readonly Entry[], from: number, day: string): readonly Entry[] {
  const end = entries.findIndex((entry, index) => index > from && (!isEvent(entry) || new Date(entry.occurredAt).toDateString() !== day));
  return entries.slice(from, end < 0 ? undefined : end);
}

function belongTogether(before: Entry, entry: Entry): boolean {
  const sameMinute = before.occurredAt.slice(0, 16) === entry.occurredAt.slice(0, 16);
  const sameWriter =
    before.direction === entry.direction &&
    before.author.role === entry.author.role &&
    (before.author.agentId ?? before.author.contactId ?? before.author.displayName) ===
      (entry.author.agentId ?? entry.author.contactId ?? entry.author.displayName);
  return sameMinute && sameWriter && CHATS.has(before.channel) && before.channel === entry.channel && !isEvent(entry);
}

const LATE_MS = 10 * 60_000;
/** It came to us long after it was written. */
export function isLate({ direction, channel, occurredAt, receivedAt, flags }: Entry): boolean {
  // A call is told of when it is over.
  return (
    direction === 'inbound' &&
    channel !== 'phone' &&
    flags['historical'] !== true &&
    Date.parse(receivedAt) - Date.parse(occurredAt) > LATE_MS
  );
}
