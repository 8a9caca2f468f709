import { addressParser } from 'postal-mime';
import type { Mailbox } from '../parsed-mail.js';
import { decodeWords } from './encoded-words.js';

const MAX_LENGTH = 200_000;
const MAX_ADDRESSES = 1_000;
/** Without blanks around it. What ends the name is no part of it, so that no run of blanks is read twice. */
const SIMPLE = /^(?:"?([^"<>@,;:()\\=]*)(?:"\s*)?<)?([\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>?$/;
const ENCODED = /=\?[^?\s]+\?[QqBb]\?[^?]*\?=/g;

/** Mailboxes of an address field, groups unwrapped. `value` holds raw bytes as latin-1 characters. */
export function parseAddresses(value: string | null): Mailbox[] {
  if (!value) return [];
  const simple = SIMPLE.exec(value.trim());
  if (simple && value.includes('<') === value.includes('>') && !/[\x80-\xff]/.test(value)) {
    return [{ name: simple[1]?.trim() || null, address: simple[2]! }];
  }
  const source = cutAddresses(value, MAX_LENGTH);
  const words: string[] = [];
  // an encoded word may hold commas and brackets against the rules: it is one atom to the parser
  const atoms = source.replace(ENCODED, (word) => `\ue001${words.push(word) - 1}\ue002`);
  const restore = (text: string) =>
    words.length > 0 ? text.replace(/\ue001(\d+)\ue002/g, (_, index: string) => words[Number(index)] ?? '') : text;
  return addressParser(flattenGroups(removeAddressComments(atoms)), { flatten: true })
    .slice(0, MAX_ADDRESSES)
    .map((entry) => ({ name: cleanName(restore(entry.name)), address: cleanAddress(restore(entry.address ?? '')) }))
    .filter((entry) => entry.address !== '' || entry.name !== null);
}

/** The whole addresses among the first `max` characters; where nothing parts them, those characters. */
export function cutAddresses(value: string, max: number): string {
  if (value.length <= max) return value;
  const parted = Math.max(value.lastIndexOf(',', max), value.lastIndexOf(';', max));
  return value.slice(0, parted > 0 ? parted : max);
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '(': ')', '<': '>' };

/**
 * Groups do not nest (RFC 5322 §3.4), and the parser reads all that follows a `:` anew for each one in it, and nothing below the fiftieth. The
 * names of inner groups say nothing to us: they are left out, their members stay. It ends a group at the first `;`, quoted or not.
 */
function flattenGroups(value: string): string {
  if (value.indexOf(':') === value.lastIndexOf(':')) return value;
  let kept = '';
  let start = 0;
  let inGroup = false;
  let closing = '';
  const keepThrough = (at: number) => {
    kept += value.slice(start, at + 1);
    start = at + 1;
  };
  for (let at = 0; at < value.length; at++) {
    const char = value[at]!;
    if (inGroup && char === ';') {
      keepThrough(at);
      inGroup = false;
      closing = '';
    } else if (closing !== '') {
      if (char === closing) closing = '';
      else if (char === '\\' && closing === '"' && !(inGroup && value[at + 1] === ';')) at++;
    } else if (CLOSING[char] !== undefined) closing = CLOSING[char]!;
    else if (char === ':' && inGroup) start = at + 1;
    else if (char === ':' || (char === ',' && inGroup)) {
      keepThrough(at);
      inGroup = true;
    }
  }
  return kept + value.slice(start);
}

/** Comments inside angle brackets and right behind an `@`: `<c@(host of Chris)public.example>`. */
function removeAddressComments(value: string): string {
  if (!value.includes('(') || !value.includes('<')) return value;
  return value.replace(/<[^<>"]{0,1000}>/g, (address) => address.replace(/\([^()]*\)/g, ''));
}

function cleanName(name: string): string | null {
  return (
    decodeWords(name)
      .replace(/[\s\u200b]+/g, ' ')
      .trim() || null
  );
}

function cleanAddress(address: string): string {
  return decodeWords(address)
    .replace(/[\s<>\p{Cc}]+/gu, '')
    .trim();
}
