import { type Untaken, untaken } from '#connector-sdk';
import { type ConversationKey, eventIdOf, idempotencyKeyOf, type InboxGap, type InboxRef, type MessageParked } from '#contracts';
import { toCanonicalAddress, toConversationKey, toPrint, toRemoteMessageId } from '../email.ids.js';
import type { UidRange } from './uid-ranges.js';

/** Most that one event names; a longer gap becomes several events. */
const MAX_REMOTE_IDS = 1000;
/** A longer run of UIDs is one remote id, `{UIDVALIDITY}:{first}-{last}`: a server may leave millions out at once. */
const MAX_LISTED_RUN = 1000;

/**
 * UIDs that were gone before they could be fetched, as events. The same gap found again has the same ids; another has others, so a UID is
 * rather named twice (after a crash in between) than never.
 */
export function toInboxGaps(inbox: InboxRef, folder: string, uidValidity: string, gone: readonly UidRange[], receivedAt: Date): InboxGap[] {
  const remoteIds = gone.flatMap(({ from, to }) =>
    to - from < MAX_LISTED_RUN
      ? Array.from({ length: to - from + 1 }, (_, index) => `${uidValidity}:${from + index}`)
      : [`${uidValidity}:${from}-${to}`],
  );
  const gaps: InboxGap[] = [];
  for (let at = 0; at < remoteIds.length; at += MAX_REMOTE_IDS) {
    const some = remoteIds.slice(at, at + MAX_REMOTE_IDS);
    const remoteMessageId = `gap:${folder}:${some.join(',')}`;
    const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
    gaps.push({
      id: eventIdOf(idempotencyKey),
      idempotencyKey,
      inbox,
      conversationKey: `email:${inbox.id}:gap` as ConversationKey,
      receivedAt: receivedAt.toISOString(),
      folder,
      remoteIds: some,
      ...untaken('mail_removed', 'removed from the mailbox by somebody else before it could be fetched'),
    });
  }
  return gaps;
}

/** A mail that stays in the mailbox, and why. */
export interface LeftMail {
  readonly deliveryId: string;
  /** Empty when the server gives not even these. */
  readonly headers: Buffer;
  readonly bytes: number;
  readonly why: Untaken;
  readonly arrivedAt: Date;
  readonly receivedAt: Date;
}

/** A mail that was not taken: an entry with what its headers say. As with whole mails, its Message-ID alone vouches for nothing. */
export function toParkedMessage(inbox: InboxRef, mail: LeftMail): MessageParked {
  const headers = readHeaders(mail.headers);
  const from = /<([^<>\s]+@[^<>\s]+)>|([^<>\s,;]+@[^<>\s,;]+)/.exec(headers['from'] ?? '');
  const address = toCanonicalAddress(from?.[1] ?? from?.[2] ?? 'unknown@invalid');
  const dateAsWritten = headers['date'] ?? '';
  // Without headers nothing but its place tells it from others.
  const content = `${mail.bytes} bytes\n${mail.headers.length === 0 ? mail.deliveryId : mail.headers.toString('latin1')}`;
  const messageId = toRemoteMessageId({
    messageId: /<([^<>]+)>/.exec(headers['message-id'] ?? '')?.[1] ?? null,
    sender: address,
    dateAsWritten,
    content,
  });
  const print = toPrint({ sender: address, dateAsWritten, subject: headers['subject'] ?? '', text: `${mail.bytes} bytes, left` });
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId: messageId, print });
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    inbox,
    conversationKey: toConversationKey(inbox.id, address),
    receivedAt: mail.receivedAt.toISOString(),
    deliveryId: mail.deliveryId,
    remoteMessageId: messageId,
    ...mail.why,
    sizeBytes: mail.bytes,
    headers,
    sender: {
      role: 'customer',
      identities: [
        {
          scheme: 'email',
          value: address,
          raw: headers['from']?.slice(0, 1024) ?? address,
          assurance: 'claimed',
        },
      ],
    },
    occurredAt: mail.arrivedAt.toISOString(),
  };
}

const MAX_HEADER = 2000;

/** First of each header that tells what the mail is about, names in lower case, unfolded. */
function readHeaders(bytes: Buffer): Record<string, string> {
  const wanted = new Set(['from', 'to', 'cc', 'subject', 'date', 'message-id', 'in-reply-to', 'references']);
  const headers: Record<string, string> = {};
  for (const line of bytes
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (wanted.has(name) && !(name in headers))
      headers[name] = line
        .slice(colon + 1)
        .trim()
        .slice(0, MAX_HEADER);
  }
  return headers;
}
