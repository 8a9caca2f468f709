import i18next from 'i18next';
import type { Catalogue } from './words.js';

const PROBLEMS = 'problems' satisfies keyof Catalogue;

/** What a code of the API means, in the language that is shown; null where that has no words for it, as English. */
export function sayCode(code: string): string | null {
  const sentence: unknown = i18next.getResource(i18next.language, PROBLEMS, code);
  return typeof sentence === 'string' ? sentence : null;
}
