import { isCharacter, toTerms } from './to-terms.js';

/** Words that mean the same, over languages too: a question with one of them finds what is written with another. */
export class Synonyms {
  /** By the first term of a phrase, the phrases that begin with it. */
  private readonly phrases = new Map<string, { readonly terms: readonly string[]; readonly group: number }[]>();
  private readonly groups: (readonly (readonly string[])[])[] = [];

  constructor(groups: readonly (readonly string[])[]) {
    for (const words of groups) {
      const phrases = words.map(toPhrase).filter((terms) => terms.length > 0);
      const group = this.groups.push(phrases) - 1;
      for (const terms of phrases) {
        const known = this.phrases.get(terms[0]!) ?? [];
        known.push({ terms, group });
        this.phrases.set(terms[0]!, known);
      }
    }
  }

  /** For each place of `terms` where a phrase begins: which terms it has, and by which phrases it may be said otherwise. */
  find(terms: readonly string[]): { readonly said: readonly string[]; readonly otherwise: readonly (readonly string[])[] }[] {
    const found = new Map<number, readonly string[]>();
    const pairs = terms.filter((term) => !isCharacter(term));
    const words = pairs.length > 0 ? pairs : terms;
    for (let at = 0; at < words.length; at += 1)
      for (const { terms: phrase, group } of this.phrases.get(words[at]!) ?? [])
        if (!found.has(group) && phrase.every((term, index) => words[at + index] === term)) found.set(group, phrase);
    return [...found].map(([group, said]) => ({ said, otherwise: this.groups[group]!.filter((phrase) => phrase !== said) }));
  }
}

/** By its pairs, where it has any. */
function toPhrase(text: string): string[] {
  const terms = toTerms(text);
  const pairs = terms.filter((term) => !isCharacter(term));
  return pairs.length > 0 ? pairs : terms;
}
