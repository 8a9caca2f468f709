import type { Forwarded, ThreadingHints } from '#contracts';
import { readTicketToken } from '../email.ids.js';
import { findReportedId } from './reported-message.js';
import type { ParsedMail } from './parsed-mail.js';
import { cutText } from './wording.js';

const MAX_REFERENCES = 50;
const MAX_ID = 998;
const MAX_SUBJECT = 2_000;
const MAX_TOKEN = 256;

/** What a mail says about where it belongs. A report belongs to the mail it is about, a forward to the mail that it encloses. */
export function toThreadingHints(mail: ParsedMail, rcptTo: readonly string[], forwarded?: Forwarded): ThreadingHints {
  const inReplyTo = mail.inReplyTo ?? mail.bounce?.originalMessageId ?? null;
  const reported = findReportedId(mail);
  const hints: ThreadingHints = {
    references: cutReferences([
      ...idsOf(forwarded),
      ...mail.references,
      ...(mail.otherParents ?? []),
      ...(reported === null ? [] : [reported]),
    ]),
  };
  const token = findToken(mail, rcptTo);
  if (token) hints.token = token;
  if (inReplyTo && inReplyTo.length <= MAX_ID) hints.inReplyTo = cutText(inReplyTo, MAX_ID);
  if (mail.subject) hints.subject = cutText(mail.subject, MAX_SUBJECT);
  if (mail.threadTopic) hints.threadTopic = cutText(mail.threadTopic, MAX_SUBJECT);
  return hints;
}

/** Its own mail's answers will name these. */
function idsOf(forwarded: Forwarded | undefined): string[] {
  const { references = [], messageId } = forwarded ?? {};
  return messageId === undefined ? references : [...references, messageId];
}

/** The first reference (where the thread began) and the nearest ones, without repetitions. */
function cutReferences(references: readonly string[]): string[] {
  const ids = [...new Set(references.filter((id) => id.length <= MAX_ID).map((id) => cutText(id, MAX_ID)))].filter((id) => id !== '');
  return ids.length <= MAX_REFERENCES ? ids : [ids[0]!, ...ids.slice(1 - MAX_REFERENCES)];
}

/** Where the mail was put counts before what its fields claim. */
function findToken(mail: ParsedMail, rcptTo: readonly string[]): string | null {
  const addresses = [...rcptTo, ...mail.deliveredTo, ...[...mail.to, ...mail.cc].map((mailbox) => mailbox.address)];
  for (const address of addresses) {
    const token = readTicketToken(address);
    if (token) return cutText(token, MAX_TOKEN);
  }
  return null;
}
