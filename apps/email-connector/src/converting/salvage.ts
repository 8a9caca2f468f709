import { hash } from 'node:crypto';
import { cutAddresses, parseAddresses } from './mime/addresses.js';
import { parseDate } from './mime/dates.js';
import { decodeWords } from './mime/encoded-words.js';
import { type Headers, readHeaders } from './mime/headers.js';
import { idsOf } from './mime/message-ids.js';
import type { Mailbox, ParsedMail } from './parsed-mail.js';
import { findSpamVerdict } from './spam-verdict.js';

const MAX_HEADERS = 65_536;
/** Of one field: what is salvaged is read in the main process. */
const MAX_FIELD = 8_000;
const MAX_MAILBOXES = 100;

/** A mail that could not be taken apart: what its first headers say, and a note in the place of its words. */
export function salvageMail(raw: Buffer, failure: { code: string; message: string }): ParsedMail {
  const { headers, bodyStart } = readHeaders(raw, 0, Math.min(raw.length, MAX_HEADERS));
  const note = `This mail could not be read: ${failure.message}. It is kept as it came.`;
  const first = (name: string) => headers.first(name)?.slice(0, MAX_FIELD) ?? null;
  return {
    messageId: idsOf(first('message-id'))[0] ?? null,
    inReplyTo: idsOf(first('in-reply-to'))[0] ?? null,
    references: idsOf(first('references')).slice(0, 50),
    subject: decodeWords(first('subject') ?? '').trim(),
    from: addressesOf(headers, 'from')[0] ?? null,
    sender: null,
    to: addressesOf(headers, 'to'),
    cc: addressesOf(headers, 'cc'),
    replyTo: [],
    deliveredTo: [],
    returnPath: null,
    date: parseDate(first('date')),
    dateAsWritten: (first('date') ?? '').replace(/\s+/g, ' ').trim(),
    text: '',
    salvaged: note,
    bodySha256: hash('sha256', raw.subarray(bodyStart), 'hex'),
    htmlPresent: false,
    html: null,
    newText: note,
    quotedText: '',
    signature: '',
    attachments: [],
    class: 'human',
    classReason: null,
    mayAutoReply: false,
    bounce: null,
    forward: null,
    spam: findSpamVerdict(headers),
    warnings: [failure.code],
  };
}

function addressesOf(headers: Headers, name: string): Mailbox[] {
  return parseAddresses(cutAddresses(headers.first(name) ?? '', MAX_FIELD)).slice(0, MAX_MAILBOXES);
}
