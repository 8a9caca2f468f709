import { parseAddresses } from '../../converting/mime/addresses.js';
import { Headers, readHeaders } from '../../converting/mime/headers.js';

/** Whom the sender's server named, as the last server before the mailbox wrote it down (Postfix, Exim, Courier, fetchmail). */
const ORIGINAL = ['x-original-to', 'envelope-to', 'x-envelope-to'];
/** Where it was put: often the mailbox itself, which says nothing. */
const DELIVERED = ['delivered-to', 'x-delivered-to'];
const NAMED = ['to', 'cc'];
const MAX_HEADERS = 262_144;
const MAX_ADDRESSES = 500;

export interface Routes<Inbox> {
  /** Whose mailbox it is. */
  readonly reader: Inbox;
  /** The inbox that has exactly this address, or it without its plus parts; the reader for what it catches of its domain. */
  find(address: string): Inbox | null;
}

/**
 * Pure: the inboxes a mail of a mailbox of several inboxes is for, each with the addresses that led there, as the door does it for RCPT. The first
 * that leads to an inbox decides: the original recipient; where it was delivered, unless that is the reader itself; To and Cc; else the reader.
 */
export function chooseInboxes<Inbox>(raw: Buffer, routes: Routes<Inbox>): Map<Inbox, string[]> {
  const { headers } = readHeaders(raw, 0, Math.min(raw.length, MAX_HEADERS));
  const trace = readTrace(headers);
  const original = findAll(trace, ORIGINAL, routes);
  if (original.size > 0) return original;
  const delivered = findAll(trace, DELIVERED, routes);
  delivered.delete(routes.reader);
  if (delivered.size > 0) return delivered;
  const named = findAll(headers, NAMED, routes);
  return named.size > 0 ? named : new Map([[routes.reader, []]]);
}

/** Pure: the inbox in whose name an agent wrote this; her copy lies in the folder of sent mail. */
export function chooseSender<Inbox>(raw: Buffer, routes: Routes<Inbox>): Inbox {
  const { headers } = readHeaders(raw, 0, Math.min(raw.length, MAX_HEADERS));
  return [...findAll(headers, ['from'], routes).keys()][0] ?? routes.reader;
}

/**
 * What servers wrote: each writes on top of what it was given, so a sender's own fields stand below every Received. A Received that he made up gets
 * him no farther than another To.
 */
function readTrace(headers: Headers): Headers {
  const last = headers.fields.findLastIndex(({ name }) => name === 'received');
  return last < 0 ? headers : new Headers(headers.fields.slice(0, last));
}

function findAll<Inbox>(headers: Headers, fields: readonly string[], { find }: Routes<Inbox>): Map<Inbox, string[]> {
  const found = new Map<Inbox, string[]>();
  const addresses = fields.flatMap((name) => headers.all(name)).flatMap(parseAddresses);
  for (const { address } of addresses.slice(0, MAX_ADDRESSES)) {
    const inbox = find(address);
    if (inbox !== null) found.set(inbox, [...(found.get(inbox) ?? []), address]);
  }
  return found;
}
