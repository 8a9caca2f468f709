import type { ImapFlow } from 'imapflow';
import { findMissing, type UidRange } from '../../converting/uid-ranges.js';
import type { ListedMessage } from './plan-fetch.js';

/** What a range of UIDs holds. */
export interface Found {
  readonly present: readonly ListedMessage[];
  /** Gone: not there at the second look either. */
  readonly gone: readonly UidRange[];
}

/**
 * Looks a range up. What seems to be missing from `gapsFrom` on is looked for once more after a NOOP: a server may count a mail in STATUS
 * before this session sees it (RFC 3501 §5.2), and such a mail must not be taken for gone.
 */
export async function lookUp(client: ImapFlow, range: UidRange, gapsFrom: number): Promise<Found> {
  const first = await list(client, range);
  const seeming = findMissingFrom(gapsFrom, range, first);
  if (seeming.length === 0) return { present: first, gone: [] };
  await client.noop();
  const again = await list(client, { from: seeming[0]!.from, to: seeming.at(-1)!.to });
  const present = [...new Map([...first, ...again].map((message) => [message.uid, message])).values()].sort((a, b) => a.uid - b.uid);
  return { present, gone: findMissingFrom(gapsFrom, range, present) };
}

function findMissingFrom(gapsFrom: number, { from, to }: UidRange, present: readonly ListedMessage[]): UidRange[] {
  return findMissing(
    { from: Math.max(from, gapsFrom), to },
    present.map(({ uid }) => uid),
  );
}

/** Without sizes: for those some servers open every file, and one they cannot read ends the session. */
export async function list(client: ImapFlow, { from, to }: UidRange): Promise<ListedMessage[]> {
  const listed: ListedMessage[] = [];
  for await (const message of client.fetch(`${from}:${to}`, { uid: true, internalDate: true }, { uid: true })) {
    // A range beyond the end is answered with the folder's last message, and others' flag changes come in between.
    if (message.uid < from || message.uid > to || message.internalDate === undefined) continue;
    listed.push({ uid: message.uid, arrivedAt: new Date(message.internalDate) });
  }
  return listed.sort((a, b) => a.uid - b.uid);
}

/** Those of these that are there. */
export async function listUids(client: ImapFlow, uids: readonly number[]): Promise<ListedMessage[]> {
  const wanted = new Set(uids);
  const listed: ListedMessage[] = [];
  if (wanted.size === 0) return listed;
  for await (const { uid, internalDate } of client.fetch(uids.join(','), { uid: true, internalDate: true }, { uid: true }))
    if (wanted.has(uid) && internalDate !== undefined) listed.push({ uid, arrivedAt: new Date(internalDate) });
  return listed.sort((a, b) => a.uid - b.uid);
}

/** Sizes by UID; those that are gone have none. */
export async function readSizes(client: ImapFlow, uids: readonly number[]): Promise<Map<number, number>> {
  const sizes = new Map<number, number>();
  for await (const { uid, size } of client.fetch(uids.join(','), { uid: true, size: true }, { uid: true }))
    if (size !== undefined) sizes.set(uid, size);
  return sizes;
}

/** The first UID that arrived on the day or later; what comes next when there is none. */
export async function findFirstSince(client: ImapFlow, day: Date, uidNext: number): Promise<number> {
  // SINCE compares the date as the server writes it, in its own time zone (RFC 3501 §6.4.4): a day earlier is early enough for all.
  const found = await client.search({ since: new Date(day.getTime() - DAY_MS) }, { uid: true });
  if (!Array.isArray(found)) throw new Error('the server refused SEARCH');
  return found.reduce((first, uid) => Math.min(first, uid), uidNext);
}

const DAY_MS = 86_400_000;
