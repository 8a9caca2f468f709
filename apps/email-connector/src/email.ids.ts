import type { CommandId, ConversationKey } from '#contracts';
import { canonicalMailAddress } from '#contracts/keys';
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { domainToASCII } from 'node:url';

/**
 * The only place that builds or splits ids of mail. Whatever goes into a local part uses RFC 4648 base32 in lower case, for servers on
 * the way may fold case (RFC 5321 §2.4 forbids it, many do).
 */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** RFC 5321 §4.5.3.1.1. */
const MAX_LOCAL_PART = 64;
/** 60 bits: a guess costs an attacker a mail each and wins a wrong delivery mark at most. */
const MAC_LENGTH = 12;
const UUID_LENGTH = 26;

type HmacKey = string | Buffer;

/** `{commandId}.{mac}@domain`, without brackets: a later reference or DSN leads back to the command, no look-up. */
export function toMessageId(commandId: CommandId, domain: string, key: HmacKey): string {
  return `${commandId.toLowerCase()}.${macOf('message-id', commandId, key)}@${domainToASCII(domain) || domain}`;
}

/** Reply address `support+t.<token>@example.com`; null when it would not fit, the plain address does then. */
export function toReplyAddress(inboxAddress: string, token: string): string | null {
  return withPlusPart(inboxAddress, `t.${token}`);
}

/** VERP return path `support+b.<command>.<mac>@example.com`; null when it would not fit. */
export function toBounceAddress(inboxAddress: string, commandId: CommandId, key: HmacKey): string | null {
  return withPlusPart(inboxAddress, `b.${packUuid(commandId)}.${macOf('bounce', commandId, key)}`);
}

/** The command behind a Message-ID or VERP address of ours; null for anything that does not carry our mac. */
export function readCommandId(idOrAddress: string, key: HmacKey): CommandId | null {
  const text = idOrAddress.trim().replace(/^<|>$/g, '').toLowerCase();
  const own = /^([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\.([a-z2-7]{12})@/.exec(text);
  if (own) return verified('message-id', own[1]!, own[2]!, key);
  const bounce = /\+b\.([a-z2-7]{26})\.([a-z2-7]{12})@/.exec(text);
  const commandId = bounce && unpackUuid(bounce[1]!);
  return commandId ? verified('bounce', commandId, bounce[2]!, key) : null;
}

/** The opaque ticket token in an address's plus part, as written; ticketing checks it. */
export function readTicketToken(address: string): string | null {
  return /\+t\.([^@\s]{1,256})@/i.exec(address)?.[1] ?? null;
}

/** Is it this address, or one with further plus parts behind it? Answers to `support+sales@` go to `support+sales+t.x@`. */
export function isAddressOf(address: string, inboxAddress: string): boolean {
  const [one, own] = [toCanonicalAddress(address), toCanonicalAddress(inboxAddress)];
  const at = own.lastIndexOf('@');
  return one === own || (one.startsWith(`${own.slice(0, at)}+`) && one.slice(one.lastIndexOf('@')) === own.slice(at));
}

/** Canonical form of an address; ticketing compares people by it. */
export const toCanonicalAddress = canonicalMailAddress;

/** Inbox and sender address; never from references. Too long an address is replaced by its hash. */
export function toConversationKey(inboxId: string, senderAddress: string): ConversationKey {
  const sender = toCanonicalAddress(senderAddress);
  return `email:${inboxId}:${sender.length > 320 ? `h:${sha256(sender)}` : sender}` as ConversationKey;
}

/** The Message-ID, else `h:` and a hash of sender, date as written, kind and content. */
export function toRemoteMessageId(mail: { messageId: string | null; sender: string; dateAsWritten: string; content: string }): string {
  if (mail.messageId && mail.messageId.length <= 998) return mail.messageId;
  return `h:${hashFolded([mail.messageId ?? '', mail.sender, mail.dateAsWritten, 'mail', mail.content])}`;
}

/** Which delivery a mail of a mailbox is: it is read under one number once. */
export function toMailboxDelivery(inboxId: string, folder: string, uidValidity: string, uid: number): string {
  return `imap:${inboxId}:${folder}:${uidValidity}:${uid}`.slice(-256);
}

/** The UIDs of this folder among deliveries of a mailbox. */
export function readMailboxUids(deliveries: readonly string[], inboxId: string, folder: string, uidValidity: string): number[] {
  return deliveries.flatMap((delivery) => {
    const uid = Number(delivery.slice(delivery.lastIndexOf(':') + 1));
    return Number.isSafeInteger(uid) && uid > 0 && toMailboxDelivery(inboxId, folder, uidValidity, uid) === delivery ? [uid] : [];
  });
}

/** Print of a mail: two deliveries of one mail have the same, other words under the same Message-ID have another. */
export function toPrint(mail: { sender: string; dateAsWritten: string; subject: string; text: string }): string {
  const fields = [toCanonicalAddress(mail.sender), mail.dateAsWritten, mail.subject, cutListFooter(mail.text)];
  return hashFolded(fields).slice(0, 16);
}

const LIST_RULE = /^(?:_{20,}|-{20,}|={20,}|-- ?|~{10,})[ \t]*$/gm;
const LIST_RULES = ['--', '__', '==', '~~'];
const LIST_WORDS = /mailing[ -]?list|unsubscribe|listinfo|Google Groups|listserv|退订|邮件列表|メーリングリスト/i;
const MAX_FOOTER = 1_500;

/** The text before what a list server hung under it: one of two copies of a mail may have come through the list. */
export function cutListFooter(text: string): string {
  const start = Math.max(0, text.length - MAX_FOOTER);
  const tail = text.slice(start);
  if (!LIST_RULES.some((rule) => tail.includes(rule))) return text;
  for (const rule of tail.matchAll(LIST_RULE)) {
    if (LIST_WORDS.test(tail.slice(rule.index))) return text.slice(0, start + rule.index);
  }
  return text;
}

/** sha256 over the fields, white space folded to single blanks and none at the ends; a field ends with a NUL. */
function hashFolded(fields: readonly string[]): string {
  const bytes = Buffer.from(fields.join('\0'), 'utf8');
  let length = 0;
  let blank = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const width = byte > 0x20 && byte < 0xc2 ? 0 : blankWidth(bytes, i);
    if (width > 0) {
      blank = true;
      i += width - 1;
      continue;
    }
    if (blank && byte !== 0 && length > 0 && bytes[length - 1] !== 0) bytes[length++] = 0x20;
    blank = false;
    bytes[length++] = byte;
  }
  return hash('sha256', bytes.subarray(0, length), 'hex');
}

/** Bytes of the white space character at `at` (UTF-8; no-break, ideographic and zero-width ones too), 0 for any other. */
function blankWidth(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return 1;
  if (byte < 0xc2) return 0;
  if (byte === 0xc2) return bytes[at + 1] === 0xa0 ? 2 : 0;
  if (byte === 0xe2) return bytes[at + 1] === 0x80 && (bytes[at + 2]! <= 0x8b || bytes[at + 2] === 0xaf) ? 3 : 0;
  if (byte === 0xe3) return bytes[at + 1] === 0x80 && bytes[at + 2] === 0x80 ? 3 : 0;
  return byte === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? 3 : 0;
}

function withPlusPart(address: string, plusPart: string): string | null {
  const at = address.lastIndexOf('@');
  const local = `${address.slice(0, at)}+${plusPart}`;
  return at > 0 && Buffer.byteLength(local) <= MAX_LOCAL_PART ? local + address.slice(at) : null;
}

function verified(purpose: string, commandId: string, mac: string, key: HmacKey): CommandId | null {
  const wanted = Buffer.from(macOf(purpose, commandId, key));
  return timingSafeEqual(wanted, Buffer.from(mac)) ? (commandId as CommandId) : null;
}

function macOf(purpose: string, commandId: string, key: HmacKey): string {
  const hash = createHmac('sha256', key).update(`${purpose}\0${commandId.toLowerCase()}`).digest();
  return toBase32(hash).slice(0, MAC_LENGTH);
}

function packUuid(uuid: string): string {
  return toBase32(Buffer.from(uuid.replace(/-/g, ''), 'hex')).slice(0, UUID_LENGTH);
}

function unpackUuid(packed: string): string | null {
  let bits = 0n;
  for (const char of packed) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(char));
  if (bits & 3n) return null;
  const hex = (bits >> 2n).toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function toBase32(bytes: Buffer): string {
  let out = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) out += ALPHABET[(value >>> (bits - 5)) & 31];
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET[(value << (5 - bits)) & 31] : out;
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
