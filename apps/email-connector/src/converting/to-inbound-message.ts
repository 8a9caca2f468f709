import type { Address, BlobRef, InboundMessage, InboxId, MessageFlags, Recipient } from '#contracts';
import { eventIdOf, idempotencyKeyOf } from '#contracts/keys';
import { hash } from 'node:crypto';
import { isAddressOf, toCanonicalAddress, toConversationKey, toPrint, toRemoteMessageId } from '../email.ids.js';
import type { MailEnvelope } from '../parsing/parser.js';
import { openHiddenBody } from './enclosed/hidden-body.js';
import { toForwarded } from './forwarding/to-forwarded.js';
import { readHeaders } from './mime/headers.js';
import type { Bounce, Mailbox, ParsedMail } from './parsed-mail.js';
import { toThreadingHints } from './threading-hints.js';
import { hasSmuggledCommand } from './oddities.js';
import { toParts } from './to-parts.js';
import { checksOf, NOBODY, toSender, toVerdicts } from './to-sender.js';
import { cutText } from './wording.js';

export interface MailEvent {
  readonly event: InboundMessage;
  /** Bytes that the event names besides the raw mail. */
  readonly blobs: Buffer[];
}

/** What an answer will need: kept by ticketing, handed back untouched. */
export interface EmailContext {
  readonly messageId: string | null;
  readonly references: string[];
  readonly subject: string;
  readonly to: Mailbox[];
  readonly cc: Mailbox[];
}

const MAX_TEXT = 65_536;
const MAX_RECIPIENTS = 500;
const MAX_CONTEXT_MAILBOXES = 100;
const MAX_REPLY_TO = 20;
const MAX_DATE = 200;
/** A Date further ahead or back than this is a wrong clock, not a time. */
const MAX_AHEAD_MS = 86_400_000;
const EARLIEST = Date.parse('1990-01-01T00:00:00Z');

/** The mail as `message.received.v1`; pure: same bytes, same envelope, same event. */
export function toInboundMessage(raw: Buffer, parsed: ParsedMail, envelope: MailEnvelope): MailEvent {
  const mail = asOwnGroup(parsed, envelope.address);
  const shown = openHiddenBody(mail);
  const sender = [mail.from?.address, mail.sender?.address, envelope.mailFrom].find(isSomebody) ?? NOBODY;
  const text = trimText(shown);
  const { parts, blobs, others } = toParts({ ...shown, text });
  const words = mail.text || (mail.bodySha256 ?? mail.salvaged) || (mail.attachments.length === 0 ? hashBody(raw) : '');
  const content = [mail.subject, words, ...mail.attachments.map((attachment) => attachment.sha256)].join('\0');
  const remoteMessageId = cutText(
    toRemoteMessageId({
      messageId: mail.messageId && cutText(mail.messageId, Infinity),
      sender,
      dateAsWritten: mail.dateAsWritten,
      content,
    }),
    998,
  );
  const print = toPrint({ sender, dateAsWritten: mail.dateAsWritten, subject: mail.subject, text: words });
  const idempotencyKey = idempotencyKeyOf({ channel: 'email', inboxId: envelope.inboxId, remoteMessageId, print });
  const forwarded = toForwarded(mail);
  const sha256 = hash('sha256', raw, 'hex');
  const isEcho = envelope.sentBy !== undefined;
  const recipients = isEcho ? toSentRecipients(mail, envelope.sentBy!) : toRecipients(mail, envelope.rcptTo);
  const counterpart = isEcho ? (recipients[0]?.identity.value ?? sender) : sender;
  const dated = mail.date !== null && isSensible(mail.date, envelope.receivedAt);
  const whole = text || mail.salvaged || parts.map((part) => part.fallback).join('\n');
  const checks = checksOf(mail, envelope);
  const event: InboundMessage = {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    deliveryId: envelope.deliveryId,
    remoteMessageId,
    revision: 1,
    inbox: { id: envelope.inboxId as InboxId, channel: 'email', provider: envelope.provider },
    direction: isEcho ? 'echo' : 'inbound',
    occurredAt: dated ? mail.date! : envelope.receivedAt,
    receivedAt: envelope.receivedAt,
    occurredPrecision: 's',
    sender: { ...toSender(mail, sender, checks), ...(isEcho ? { role: 'agent' as const } : {}) },
    recipients,
    replyTo: isEcho ? undefined : toReplyTo(mail.replyTo, sender, envelope.address),
    forwarded,
    conversation: { key: toConversationKey(envelope.inboxId, counterpart), kind: 'direct', continues: false },
    threading: toThreadingHints(mail, envelope.rcptTo, forwarded),
    parts,
    plainText: cutText(whole, MAX_TEXT),
    newText: cutText(shown.newText, MAX_TEXT),
    truncated: whole.length > MAX_TEXT || undefined,
    replyWindow: { open: true },
    flags: toFlags(raw, mail, envelope),
    checks: toVerdicts(checks),
    mayAutoReply: !isEcho && mayBeAnswered(mail, envelope, sender),
    raw: { ref: `sha256:${sha256}` as BlobRef, sha256, bytes: raw.length, contentType: 'message/rfc822' },
    channelContext: toContext(mail),
    extras: toExtras(mail, others, dated),
  };
  return { event, blobs };
}

/** Not where From names several: nobody can tell which of them it was, and no check speaks for any. */
function mayBeAnswered(mail: ParsedMail, envelope: MailEnvelope, sender: string): boolean {
  if (mail.oddities?.includes('several_senders')) return false;
  return mail.mayAutoReply && envelope.mailFrom !== '' && !isAddressOf(sender, envelope.address);
}

/** What people write to a group that is the inbox's own address is no mail of a list. */
function asOwnGroup(mail: ParsedMail, inboxAddress: string): ParsedMail {
  if (mail.list === undefined || !mail.list.addresses.some((address) => isAddressOf(address, inboxAddress))) return mail;
  return { ...mail, ...mail.list.asOwn };
}

/** Without the line breaks every mail ends with: where all of it is new it is the new text to the letter, and told once. */
function trimText({ text, newText }: ParsedMail): string {
  return text.trim() === newText ? newText : text.trimEnd();
}

/** Tells mails apart in which nothing was found to read. */
function hashBody(raw: Buffer): string {
  const { bodyStart, headers } = readHeaders(raw, 0, raw.length);
  const body = raw.subarray(headers.fields.length > 0 ? bodyStart : 0);
  return body.length === 0 ? '' : hash('sha256', body, 'hex');
}

/** Is there an address left, once all that cannot be stored is gone from it? Without a local part it is nobody's: `<@corp.test>`. */
function isSomebody(address: string | undefined): address is string {
  if (address === undefined) return false;
  const value = cutText(toCanonicalAddress(address), 320);
  return value !== '' && !value.startsWith('@');
}

/** Is the clock that dated it to be believed? */
function isSensible(date: string, receivedAt: string): boolean {
  const moment = Date.parse(date);
  return moment >= EARLIEST && moment <= Date.parse(receivedAt) + MAX_AHEAD_MS;
}

/** Whom an agent wrote to, the desk's own inbox last: the first one is whose conversation it is. */
function toSentRecipients(mail: ParsedMail, own: readonly string[]): Recipient[] {
  const isOurs = ({ identity }: Recipient) => own.some((address) => isAddressOf(identity.value, address));
  const all = toRecipients(mail, mail.bcc?.map(({ address }) => address) ?? []);
  return [...all.filter((recipient) => !isOurs(recipient)), ...all.filter(isOurs)];
}

/** To, Cc, and envelope recipients that neither names (blind copies, plus addresses rewritten on the way). */
function toRecipients(mail: ParsedMail, rcptTo: readonly string[]): Recipient[] {
  const found = new Map<string, Recipient>();
  const add = (kind: Recipient['kind'], mailbox: Mailbox) => {
    const value = cutText(toCanonicalAddress(mailbox.address), 320);
    if (value === '' || found.has(value) || found.size >= MAX_RECIPIENTS) return;
    const identity = { scheme: 'email', value, raw: cutText(mailbox.address, 1_024), assurance: 'claimed' as const };
    found.set(value, { kind, displayName: mailbox.name ? cutText(mailbox.name, 256) : undefined, identity });
  };
  for (const mailbox of mail.to) add('to', mailbox);
  for (const mailbox of mail.cc) add('cc', mailbox);
  for (const address of [...rcptTo, ...mail.deliveredTo.filter((known) => known.includes('+'))]) add('bcc', { name: null, address });
  return [...found.values()];
}

/** Undefined where answers go to the sender anyway. Our own address is no place to answer to. */
function toReplyTo(mailboxes: readonly Mailbox[], sender: string, inboxAddress: string): Address[] | undefined {
  const wished = mailboxes
    .filter(({ address }) => address.includes('@') && isSomebody(address) && !isAddressOf(address, inboxAddress))
    .slice(0, MAX_REPLY_TO)
    .map(({ name, address }): Address => {
      const value = cutText(toCanonicalAddress(address), 320);
      return name ? { scheme: 'email', value, displayName: cutText(name, 256) } : { scheme: 'email', value };
    });
  const others = wished.some(({ value }) => value !== toCanonicalAddress(sender));
  return others ? wished : undefined;
}

function toFlags(raw: Buffer, mail: ParsedMail, envelope: MailEnvelope): MessageFlags {
  const flags: MessageFlags = {};
  if (mail.class !== 'human') flags.automated = { reason: mail.classReason ?? 'unknown', class: mail.class };
  else if (envelope.mailFrom === '') flags.automated = { reason: 'envelope:null-return-path', class: 'auto-reply' };
  if (mail.class === 'bounce') flags.bounce = true;
  if (mail.spam !== null) flags.spam = true;
  if (envelope.historical) flags.historical = true;
  const doubts = [...(mail.oddities ?? []), ...(hasSmuggledCommand(raw) ? ['smtp_command_in_body'] : [])];
  if (doubts.length > 0) flags.doubts = doubts;
  return flags;
}

function toContext(mail: ParsedMail): EmailContext {
  const few = (mailboxes: readonly Mailbox[]) =>
    mailboxes
      .slice(0, MAX_CONTEXT_MAILBOXES)
      .map(({ name, address }) => ({ name: name && cutText(name, 256), address: cutText(address, 320) }));
  return {
    messageId: mail.messageId && cutText(mail.messageId, 998),
    references: mail.references.slice(-20).map((id) => cutText(id, 998)),
    subject: cutText(mail.subject, 2_000),
    to: few(mail.to),
    cc: few(mail.cc),
  };
}

function toExtras(
  mail: ParsedMail,
  others: { fileName: string | null; blobRef: string; sizeBytes: number }[],
  dated: boolean,
): Record<string, unknown> | undefined {
  const email: Record<string, unknown> = {};
  const warnings = dated || mail.date === null ? mail.warnings : [...mail.warnings, 'absurd_date'];
  if (warnings.length > 0) email['warnings'] = warnings;
  if (!dated && mail.dateAsWritten !== '') email['dateAsWritten'] = cutText(mail.dateAsWritten, MAX_DATE);
  if (mail.spam !== null) email['spam'] = mail.spam;
  if (mail.bounce) email['bounce'] = toFewWords(mail.bounce);
  if (others.length > 0)
    email['moreAttachments'] = others.map((other) => ({ ...other, fileName: other.fileName && cutText(other.fileName, 256) }));
  return Object.keys(email).length > 0 ? { email } : undefined;
}

/** A report may enclose fields of any length. */
function toFewWords({ recipients, originalMessageId, originalReturnPath }: Bounce): Bounce {
  const few = (text: string | null) => text && cutText(text, 1_000);
  return {
    recipients: recipients
      .slice(0, 50)
      .map((recipient) => ({ ...recipient, address: few(recipient.address), reason: few(recipient.reason) })),
    originalMessageId: few(originalMessageId),
    originalReturnPath: few(originalReturnPath),
  };
}
