import { decodeWords } from './encoded-words.js';

/** Ids in angle brackets, else the words that look like ids ("Your message of Tue" has none); without brackets, blanks inside removed. */
export function idsOf(value: string | null): string[] {
  if (!value) return [];
  const text = decodeWords(value.length > 100_000 ? value.slice(0, 100_000) : value);
  const bracketed = [...text.matchAll(/<([^<>]*)>/g)].map((found) => found[1]!.replace(/\s+/g, '')).filter((id) => id !== '');
  if (bracketed.length > 0) return bracketed;
  const words = text
    .split(/[\s,]+/)
    .map((word) => word.replace(/^<+|(?<!>)>+$/g, ''))
    .filter((word) => word !== '');
  return words.length > 1 ? words.filter((word) => word.includes('@')) : words;
}
