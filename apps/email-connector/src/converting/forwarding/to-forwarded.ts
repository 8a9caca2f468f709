import type { Address, Forwarded } from '#contracts';
import { toCanonicalAddress } from '../../email.ids.js';
import { parseAddresses } from '../mime/addresses.js';
import { decodeWords } from '../mime/encoded-words.js';
import { readHeaders } from '../mime/headers.js';
import { idsOf } from '../mime/message-ids.js';
import type { Mailbox, ParsedMail } from '../parsed-mail.js';
import { cutText } from '../wording.js';

const MAX_PEOPLE = 20;
const MAX_REFERENCES = 20;

/** The mail that a person passed on, quoted in the text or enclosed as it came; undefined when there is none, or it does not tell from whom. */
export function toForwarded(mail: ParsedMail): Forwarded | undefined {
  if (mail.bounce !== null || mail.class === 'feedback-report' || mail.class === 'read-receipt') return undefined;
  const { forward } = mail;
  if (forward?.from) return describe(forward.from, forward.to, forward.cc, forward.subject, forward.date);
  const [enclosed, ...others] = mail.attachments.filter(({ contentType }) => contentType === 'message/rfc822');
  return enclosed === undefined || others.length > 0 ? undefined : readEnclosed(enclosed.content);
}

function readEnclosed(raw: Buffer): Forwarded | undefined {
  const { headers } = readHeaders(raw, 0, raw.length);
  const people = (name: string) => headers.all(name).flatMap(parseAddresses);
  const from = people('from').find(({ address }) => address.includes('@'));
  if (from === undefined) return undefined;
  const field = (name: string) => headers.first(name)?.replace(/\s+/g, ' ').trim() ?? null;
  const known = describe(from, people('to'), people('cc'), decodeWords(field('subject') ?? ''), field('date'));
  if (known === undefined) return undefined;
  const cutIds = (ids: readonly string[]) => ids.map((id) => cutText(id, 998)).filter((id) => id !== '');
  const [messageId] = cutIds(idsOf(headers.first('message-id')));
  const references = cutIds([...headers.all('references'), ...headers.all('in-reply-to')].flatMap(idsOf)).slice(-MAX_REFERENCES);
  return {
    ...known,
    ...(messageId === undefined ? {} : { messageId }),
    ...(references.length === 0 ? {} : { references: [...new Set(references)] }),
  };
}

function describe(
  from: Mailbox,
  to: readonly Mailbox[],
  cc: readonly Mailbox[],
  subject: string | null,
  date: string | null,
): Forwarded | undefined {
  const [sender] = toAddresses([from]);
  if (sender === undefined) return undefined;
  return {
    from: sender,
    to: toAddresses(to),
    cc: toAddresses(cc),
    ...(subject ? { subject: cutText(subject, 2_000) } : {}),
    ...(date ? { date: cutText(date, 200) } : {}),
  };
}

function toAddresses(mailboxes: readonly Mailbox[]): Address[] {
  return mailboxes.slice(0, MAX_PEOPLE).flatMap(({ name, address }) => {
    const value = cutText(toCanonicalAddress(address), 320);
    if (!/^[^\s@]+@[^\s@]+$/.test(value)) return [];
    return [name ? { scheme: 'email', value, displayName: cutText(name, 256) } : { scheme: 'email', value }];
  });
}
