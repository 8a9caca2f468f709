import { createHash } from 'node:crypto';
import { parseAddresses } from './mime/addresses.js';
import { parseDate } from './mime/dates.js';
import { decodeWords } from './mime/encoded-words.js';
import { readHeaders } from './mime/headers.js';
import { idsOf } from './mime/message-ids.js';
import type { ParsedMail } from './parsed-mail.js';
import { findSpamVerdict } from './spam-verdict.js';

const MAX_HEADERS = 65_536;

/** A mail that could not be taken apart: what its first headers say, and a note in the place of its words. */
export function salvageMail(raw: Buffer, failure: { code: string; message: string }): ParsedMail {
  const { headers, bodyStart } = readHeaders(raw, 0, Math.min(raw.length, MAX_HEADERS));
  const note = `This mail could not be read: ${failure.message}. It is kept as it came.`;
  const dateField = headers.first('date');
  return {
    messageId: idsOf(headers.first('message-id'))[0] ?? null,
    inReplyTo: idsOf(headers.first('in-reply-to'))[0] ?? null,
    references: idsOf(headers.first('references')).slice(0, 50),
    subject: decodeWords(headers.first('subject') ?? '').trim(),
    from: parseAddresses(headers.first('from'))[0] ?? null,
    sender: null,
    to: parseAddresses(headers.first('to')).slice(0, 100),
    cc: parseAddresses(headers.first('cc')).slice(0, 100),
    replyTo: [],
    deliveredTo: [],
    returnPath: null,
    date: parseDate(dateField),
    dateAsWritten: (dateField ?? '').replace(/\s+/g, ' ').trim(),
    text: '',
    salvaged: note,
    bodySha256: createHash('sha256').update(raw.subarray(bodyStart)).digest('hex'),
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
