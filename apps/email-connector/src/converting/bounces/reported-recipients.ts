import type { BouncedRecipient } from '../parsed-mail.js';
import { commandIn, isDeadAddress, saysWhy } from './dead-address.js';

const MAX_TEXT = 20_000;
export const MAX_RECIPIENTS = 100;
/** The mail that came back begins here. */
const ORIGINAL =
  /^[>\s]{0,200}(?:-{2,}.{0,20}(?:below this line|copy of|original message|unsent message|returned message|enclosed is|message headers?|undelivered message).*|-{2,} ?(?:included|forwarded).*|(?:below is a copy of|original message follows).*:?\s*|received: .*|return-path: .*)$/im;
const ADDRESS = "[\\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,10}";
/** A line about one recipient: it begins with the address, or with the answer to its RCPT. */
const PREFIX =
  /^(?:[\s>•*<-]+|(?:rcpt to|to|addressed to|recipient|final-recipient|user|address)\s?:|rfc822;|[45]\d\d[ -]|[45]\.\d\.\d{1,3} )/i;
const MAX_PREFIXES = 6;
const MAX_LINE = 1_000;
const ABOUT = new RegExp(`^(${ADDRESS})>?(?=[\\s:;,.()[\\]]|$)`);
/** What such a line may also be: the sender's own words or a signature. */
const ASIDE = /^(?:from|sender|reply-to|cc|subject|date|sent|return-path)\s*:|contact|support|please|write to|(?<!in )reply to|mailto:/i;
const REPLY_CODE = /(?:^|[^\d.])([45]\d\d)(?=[ -]|$|:)/;
const STATUS = /(?:^|[^\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/;

/**
 * The recipients that a report without a machine part names, each with what is said of it: the lines from its address to the next one's.
 * Empty when it names none.
 */
export function readReportedRecipients(text: string): BouncedRecipient[] {
  const head = beforeOriginal(text.slice(0, MAX_TEXT));
  const blocks = new Map<string, { address: string; lines: string[] }>();
  const shared: string[] = [];
  let current: string[] = shared;
  for (const line of head.split('\n')) {
    const address = addressAhead(line);
    if (address !== undefined && blocks.size < MAX_RECIPIENTS) {
      const key = address.toLowerCase();
      const block = blocks.get(key) ?? { address, lines: current === shared ? shared.splice(-1).filter(isCommand) : [] };
      blocks.set(key, block);
      current = block.lines;
    }
    current.push(line);
  }
  return [...blocks.values()].map(({ address, lines }) => describe(address, lines.join('\n'), head, blocks.size));
}

/** What a report says of one address that its machine part names without a reason; null when nothing. */
export function findWordsOf(address: string, reported: readonly BouncedRecipient[]): string | null {
  const found = reported.find((recipient) => recipient.address?.toLowerCase() === address.toLowerCase());
  return found?.reason ?? null;
}

function describe(address: string, own: string, head: string, count: number): BouncedRecipient {
  // With one recipient everything is about it, what stands above its address too.
  const words = count === 1 ? head : own;
  const line = reasonIn(own) ?? reasonIn(words);
  const said = (line !== null && (count > 1 || saysWhy(line)) ? line : words).replace(/\s+/g, ' ');
  const status = STATUS.exec(line ?? '')?.[1] ?? STATUS.exec(words)?.[1] ?? null;
  const replyCode = REPLY_CODE.exec(line ?? '')?.[1] ?? null;
  return {
    address,
    status,
    replyCode,
    reason: line,
    permanent: isDeadAddress(status, replyCode, said, commandIn(own) ?? commandIn(words)),
  };
}

/** The address that a line begins with, behind brackets, codes and labels. */
function addressAhead(line: string): string | undefined {
  if (line.length > MAX_LINE || !line.includes('@') || ASIDE.test(line.trim())) return undefined;
  let rest = line;
  for (let prefixes = 0; prefixes < MAX_PREFIXES && PREFIX.test(rest); prefixes++) rest = rest.replace(PREFIX, '');
  return ABOUT.exec(rest)?.[1];
}

/** The line with the server's answer, and the ones it was folded into. */
function reasonIn(words: string): string | null {
  const lines = words.split('\n');
  const at = lines.findIndex((line) => REPLY_CODE.test(line) && !/^\s*>>>/.test(line));
  if (at < 0) return null;
  let reason = lines[at]!.trim();
  for (let next = at + 1; next < lines.length && next < at + 4 && /^\s+\S/.test(lines[next]!); next++) reason += ` ${lines[next]!.trim()}`;
  return reason;
}

function isCommand(line: string): boolean {
  return /^\s*>>>/.test(line);
}

function beforeOriginal(text: string): string {
  const found = ORIGINAL.exec(text);
  return found === null || found.index < 20 ? text : text.slice(0, found.index);
}
