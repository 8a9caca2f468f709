import { decodeWords } from './mime/encoded-words.js';
import type { Headers } from './mime/headers.js';
import type { Mailbox } from './parsed-mail.js';

/** Fields that stand once (RFC 5322 §3.6). A second one is what a stranger may have put above a mail that somebody else signed. */
const ONCE = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'content-type',
]);
const SHOWN = ['from', 'subject', 'reply-to', 'to', 'cc', 'sender'];
const BREAK = /[\r\n\0]/;
const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/;
const COMMAND = /^(?:MAIL FROM|RCPT TO|EHLO|HELO|LHLO|DATA|RSET|QUIT)\b/i;
const MAX_LOOKS = 1_000;
/** A search for two bytes is slow where the first is everywhere, and mails that cannot be parsed are searched on the door's thread. */
const MAX_SEARCHED = 262_144;

/** What about a mail's header a person should know before he trusts it; stable snake_case words. */
export function findOddities(headers: Headers, from: Mailbox | null, authors: number): string[] {
  const found: string[] = [];
  if (authors > 1) found.push('several_senders');
  const seen = new Set<string>();
  let repeated = false;
  for (const { name } of headers.fields) {
    if (!ONCE.has(name)) continue;
    repeated ||= seen.has(name);
    seen.add(name);
  }
  if (repeated) found.push('repeated_field');
  if (showsAnotherAddress(from)) found.push('name_shows_other_address');
  if (SHOWN.some((name) => hidesBreak(headers.first(name)))) found.push('line_break_in_header');
  return found;
}

/** `"boss@desk.test" <eve@attacker.test>`: programs that show the name only show the boss. */
function showsAnotherAddress(from: Mailbox | null): boolean {
  if (from?.name == null || !/[@＠]/.test(from.name)) return false;
  const shown = ADDRESS.exec(from.name.normalize('NFKC'))?.[0];
  return shown !== undefined && shown.toLowerCase() !== from.address.toLowerCase();
}

function hidesBreak(value: string | null): boolean {
  return value !== null && value.includes('=?') && BREAK.test(decodeWords(value));
}

/** Is there what a careless server would take for the end of this mail and the beginning of another one? */
export function hasSmuggledCommand(mail: Buffer): boolean {
  const raw = mail.subarray(0, MAX_SEARCHED);
  let at = raw.indexOf('\n.');
  for (let looks = 0; at >= 0 && looks < MAX_LOOKS; looks++, at = raw.indexOf('\n.', at + 2)) {
    const next = raw[at + 2] === 0x0d ? at + 3 : at + 2;
    if (raw[next] === 0x0a && COMMAND.test(raw.toString('latin1', next + 1, next + 12))) return true;
  }
  return false;
}
