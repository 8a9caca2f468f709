/** A phrase that a desk looks for in a customer's words. */
export interface Phrase {
  /** As the desk wrote it; `*` stands for up to a few characters in between. */
  readonly written: string;
  readonly pattern: RegExp;
}

export interface FoundPhrase {
  readonly written: string;
  readonly at: number;
  readonly length: number;
}

const WIDEST_GAP = 24;
/** Directly before what is found, they turn it round. */
const NEGATION =
  /(?:(?<!有)没有|(?<!有)没|不是|并非|并未|未|不会|不想|不要|不用|不需要|不|别|無|(?<!有)沒有|(?<!有)沒)$|\b(?:not|no|never|isn't|wasn't|aren't|don't|didn't|doesn't|without|nicht|kein|keine|pas|sin|não|non)(?:\s+(?:want|need|wish|like))?(?:\s+\p{L}+)?\s*$/u;

/** `find` looks in what this makes of a text. */
export function foldText(text: string): string {
  return text.slice(0, 8_000).normalize('NFKC').toLowerCase().replace(/’/g, "'").replace(/\s+/g, ' ');
}

/** Letters of spaced scripts end at words: `ssn` is not found in `lessness`; plural and tense may follow. */
export function toPhrase(written: string): Phrase {
  const parts = foldText(written)
    .trim()
    .split('*')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const body = parts.map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replace(/ /g, '\\s+')).join(`.{0,${WIDEST_GAP}}?`);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const before = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]/u.test(first) ? '(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])' : '';
  const after = /[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]$/u.test(last)
    ? "(?:s|es|ed|d|ing|'s)?(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])"
    : '';
  return { written, pattern: body === '' ? /(?!)/g : new RegExp(`${before}${body}${after}`, 'gu') };
}

/** Where the phrases stand in a folded text. */
export function findPhrases(folded: string, phrases: readonly Phrase[]): FoundPhrase[] {
  return find(folded, phrases, () => true);
}

/** Where they stand and hold: what stands before may turn them round, as in “not urgent”. */
export function findHolding(folded: string, phrases: readonly Phrase[]): FoundPhrase[] {
  return find(folded, phrases, (at) => !NEGATION.test(folded.slice(Math.max(0, at - 24), at)));
}

function find(folded: string, phrases: readonly Phrase[], fits: (at: number) => boolean): FoundPhrase[] {
  return phrases.flatMap(({ written, pattern }) => {
    for (const match of folded.matchAll(pattern)) if (fits(match.index)) return [{ written, at: match.index, length: match[0].length }];
    return [];
  });
}

/** All phrases of all languages: a customer may mix them. */
export function toPhrases(words: Readonly<Record<string, readonly string[]>>): Phrase[] {
  return [...new Set(Object.values(words).flat())].map(toPhrase);
}
