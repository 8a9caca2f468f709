import { decodeCharset } from '../mime/charset.js';
import { decodeWords } from '../mime/encoded-words.js';
import { type Headers, readHeaders } from '../mime/headers.js';
import type { MimePart } from '../mime/part-tree.js';
import { decodeTransfer } from '../mime/transfer-encoding.js';
import type { Bounce, BouncedRecipient } from '../parsed-mail.js';
import { commandIn, isDeadAddress } from './dead-address.js';
import { isDaemon, saysDelayed, SAYS_UNDELIVERED, TITLES } from './report-words.js';
import { findWordsOf, MAX_RECIPIENTS, readReportedRecipients } from './reported-recipients.js';

/** Reports say what happened before they show what came back. */
const MAX_TEXT = 20_000;
const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}/;

/** Reads RFC 3464 delivery reports, and others as far as their words go; null when the mail is none. */
export function readBounce(raw: Buffer, root: MimePart, headers: Headers, whole: string, subject: string): Bounce | null {
  const text = whole.slice(0, MAX_TEXT);
  const leaves = leavesOf(root);
  const status = leaves.find(
    (part) => part.contentType === 'message/delivery-status' || part.contentType === 'message/global-delivery-status',
  );
  const original = originalHeaders(raw, leaves);
  if (status) {
    const recipients = readRecipients(partText(raw, status), text);
    const failed = recipients.filter(
      (recipient) => recipient.action === 'failed' || recipient.action === 'delayed' || recipient.action === '',
    );
    if (recipients.length > 0 && failed.length === 0) return null;
    const told =
      failed.length > 0
        ? failed.map(({ action, ...recipient }) => (action === '' ? recipient : { ...recipient, [action]: true }))
        : readReportedRecipients(text);
    return toBounce(told, original);
  }
  if (!headers.has('x-failed-recipients') && !looksLikeBounce(headers, subject, text)) return null;
  const named = (headers.first('x-failed-recipients') ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
    .slice(0, MAX_RECIPIENTS);
  const reported = readReportedRecipients(text);
  if (named.length === 0 && reported.length > 0) return toBounce(markDelayed(reported, subject, text), original);
  const addresses = named.length > 0 ? named : [firstAddress(text)];
  const recipients = addresses.map((address) => reported.find((known) => known.address === address) ?? readWords(address, text));
  return toBounce(markDelayed(recipients, subject, text), original);
}

/** Behind the first line, which names the machine, where there is one. */
function firstAddress(text: string): string | null {
  return (ADDRESS.exec(text.replace(/^[^]*?(?=<|\n)/, '')) ?? ADDRESS.exec(text))?.[0] ?? null;
}

/** Two of: a mail daemon's name or the null return path, a subject, a sentence that reports use. */
function looksLikeBounce(headers: Headers, subject: string, text: string): boolean {
  const sender = (headers.first('from') ?? '').replace(/^.*</, '').trim();
  const daemon = isDaemon(sender) || /^\s*<\s*>\s*$/.test(headers.first('return-path') ?? '');
  return daemon && (TITLES.test(subject) || SAYS_UNDELIVERED.test(text.slice(0, 4_000)));
}

/** A report in words that a mail is still being tried: no refusal is final yet. */
function markDelayed(recipients: BouncedRecipient[], subject: string, text: string): BouncedRecipient[] {
  if (!saysDelayed(`${subject}\n${text.slice(0, 4_000)}`)) return recipients;
  return recipients.map((recipient) =>
    recipient.permanent || recipient.replyCode?.startsWith('5') || recipient.status?.startsWith('5')
      ? recipient
      : { ...recipient, delayed: true },
  );
}

function toBounce(recipients: BouncedRecipient[], original: Headers | null): Bounce {
  const bare = (name: string) => original?.first(name)?.replace(/^[\s<]+|(?<![>\s])[>\s]+$/g, '') || null;
  return { recipients, originalMessageId: bare('message-id'), originalReturnPath: bare('return-path') };
}

/** One block per recipient after the first, which is about the message. */
function readRecipients(report: string, text: string): (BouncedRecipient & { action: string })[] {
  const found = [];
  const reported = readReportedRecipients(text);
  const command = commandIn(text);
  for (const block of report.split(/\n[ \t]*\n/)) {
    if (found.length >= MAX_RECIPIENTS) break;
    const { headers } = readHeaders(Buffer.from(block), 0, Buffer.byteLength(block));
    const recipient = headers.first('final-recipient') ?? headers.first('original-recipient');
    if (!recipient && !headers.has('status')) continue;
    const address =
      decodeWords(recipient ?? '')
        .replace(/^[\w-]+\s*;\s*/, '')
        .replace(/^<|>$/g, '')
        .trim() || null;
    const diagnostic = headers.first('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? null;
    // A report may say in words what its machine part leaves general.
    const reason = diagnostic ?? findWordsOf(address ?? '', reported);
    const stated = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(headers.first('status') ?? '')?.[0] ?? null;
    const precise = stated === null || /^[45]\.0\.0$/.test(stated) ? /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(reason ?? '')?.[0] : undefined;
    const status = precise ?? stated;
    const replyCode = /(?:^|\D)([245]\d\d)(?=[ -]|$)/.exec(reason ?? '')?.[1] ?? null;
    found.push({
      address,
      status,
      replyCode,
      reason,
      permanent: isDeadAddress(status, replyCode, reason ?? text, commandIn(reason ?? '') ?? command),
      action: (headers.first('action') ?? '').toLowerCase().trim(),
    });
  }
  return found;
}

function readWords(address: string | null, text: string): BouncedRecipient {
  const head = text.slice(0, 4_000);
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(head)?.[0] ?? null;
  const line = /^.*\b[45]\d\d[ -].*$/m.exec(head)?.[0]?.trim() ?? null;
  const replyCode = line ? (/\b([45]\d\d)[ -]/.exec(line)?.[1] ?? null) : null;
  return { address, status, replyCode, reason: line, permanent: isDeadAddress(status, replyCode, line ?? head, commandIn(head)) };
}

function originalHeaders(raw: Buffer, leaves: MimePart[]): Headers | null {
  const part = leaves.find((leaf) => /^(?:message\/(?:rfc822|global|rfc822-headers)|text\/rfc822-headers?)$/.test(leaf.contentType));
  if (!part) return null;
  const bytes = decodeTransfer(raw.subarray(part.bodyStart, part.bodyEnd), part.encoding);
  return readHeaders(bytes, 0, bytes.length).headers;
}

function partText(raw: Buffer, part: MimePart): string {
  const bytes = decodeTransfer(raw.subarray(part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + 200_000)), part.encoding);
  return decodeCharset(bytes, part.type.params.get('charset') ?? null).text.replace(/\r\n?/g, '\n');
}

function leavesOf(part: MimePart): MimePart[] {
  return part.children ? part.children.flatMap(leavesOf) : [part];
}
