import { cutAddresses, parseAddresses } from '../mime/addresses.js';
import type { Mailbox } from '../parsed-mail.js';
import { ON } from '../quoting/words.js';

const MAX_LENGTH = 20_000;
const BEHALF = /(?<!\s)\s+(?:on behalf of|im auftrag von|au nom de|en nombre de|per conto di|namens|代表)\s[^]*$/iu;
const ATTRIBUTED = /["“”']?([^"“”'<>,]*?)["“”']?\s*<(?:mailto:)?([^<>\s]+@[^<>\s]+)>/u;
const LEADING_ON = new RegExp(`^[>\\s]*(?:${ON})(?![\\p{L}])\\s*`, 'iu');

/** People as quoted fields name them: `mailto:` links beside and inside addresses, stars of bold type, semicolons between them. */
export function toPeople(value: string | undefined): Mailbox[] {
  if (value === undefined) return [];
  const plain = cutAddresses(value, MAX_LENGTH)
    .replace(/\[mailto:([^\]\s]{0,320})\]/gi, ' <$1>')
    .replace(/<mailto:([^>\s]{0,320})>/gi, '<$1>')
    .replace(/<([^<>\s@]+@[^<>\s]+?)<[^<>]*>>/g, '<$1>')
    .replace(BEHALF, '')
    .replace(/\*+/g, '')
    // A name that is the address again, and an address said twice.
    .replace(/([^\s<>,;"@]{1,128}@[^\s<>,;"]{1,255})\s*<\1>/gi, '<$1>')
    .replace(/(<[^<>\s@]+@[^<>\s]+>)\s*\1/gi, '$1');
  return parseAddresses(splitAtSemicolons(plain)).filter((box) => box.address.includes('@'));
}

function splitAtSemicolons(value: string): string {
  return value
    .split(/("[^"]*")/)
    .map((piece) => (piece.startsWith('"') ? piece : piece.replaceAll(';', ',')))
    .join('')
    .replace(/(?<![,\s])[,\s]+$/, '');
}

/** `On 28/10/2021 12:46, "John Doe" <john@example.com> wrote:` */
export function readAttribution(line: string): { from: Mailbox | null; date: string | null } {
  const found = ATTRIBUTED.exec(line);
  if (found === null) return { from: null, date: null };
  const date = line
    .slice(0, found.index)
    .replace(LEADING_ON, '')
    .replace(/[,，\s]+$/, '');
  return { from: { name: found[1]!.trim() || null, address: found[2]! }, date: date === '' ? null : date };
}
