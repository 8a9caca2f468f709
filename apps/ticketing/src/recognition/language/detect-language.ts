import { SAMPLES } from './samples.js';

/** What the desk knows to tell apart; zh for whatever stands in Chinese characters without kana. */
export const DETECTABLE = ['zh', 'en', 'ja', 'ko', 'es', 'fr', 'de', 'ru', 'pt', 'it', 'ar', 'vi', 'th'] as const;

export interface DetectedLanguage {
  readonly language: string;
  /** 0..1. */
  readonly confidence: number;
}

/** One character of these says as much as several letters. */
const WEIGHT_OF_HAN = 3;
const MOST_CHARACTERS = 2_000;
/** Surely the other one, where a script has several languages: Ukrainian, Persian and their like are none of ours. */
const NOT_RUSSIAN = /[іїєґўјљњћџђқғүұәөһ]/iu;
const NOT_ARABIC = /[پچژگےٹڈ]/u;

/** The language of a customer's words among `allowed` (all that can be told, if none is named). Null when they say nothing, or too little. */
export function detectLanguage(text: string, allowed: readonly string[] = DETECTABLE): DetectedLanguage | null {
  const words = text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .replace(/https?:\/\/\S{1,500}|[^\s@]{1,64}@[^\s@]{1,255}/g, ' ');
  const found = detectByScript(words) ?? detectByWords(words, allowed);
  if (found === null) return null;
  const named = allowed.find((language) => language === found.language || language.split('-')[0] === found.language);
  return named === undefined ? null : { ...found, language: named };
}

function detectByScript(text: string): DetectedLanguage | null {
  const count = (script: RegExp) => text.match(script)?.length ?? 0;
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const counts: [string, number][] = [
    ['ja', kana === 0 ? 0 : WEIGHT_OF_HAN * (kana + count(/\p{Script=Han}/gu))],
    ['zh', kana === 0 ? WEIGHT_OF_HAN * count(/\p{Script=Han}/gu) : 0],
    ['ko', WEIGHT_OF_HAN * count(/\p{Script=Hangul}/gu)],
    ['ru', NOT_RUSSIAN.test(text) ? 0 : count(/\p{Script=Cyrillic}/gu)],
    ['ar', NOT_ARABIC.test(text) ? 0 : count(/\p{Script=Arabic}/gu)],
    ['th', count(/\p{Script=Thai}/gu)],
  ];
  const latin = count(/\p{Script=Latin}/gu);
  const [language, most] = counts.reduce((best, one) => (one[1] > best[1] ? one : best));
  const sum = counts.reduce((all, [, one]) => all + one, 0) + latin;
  // A product's or an error's name in Latin letters does not make a sentence English.
  return most > 0 && most * 2 >= latin ? { language, confidence: Math.max(0.6, most / sum) } : null;
}

interface Profile {
  readonly language: string;
  readonly words: ReadonlySet<string>;
  readonly pieces: ReadonlyMap<string, number>;
  readonly size: number;
}

const PROFILES: readonly Profile[] = Object.entries(SAMPLES).map(([language, sample]) => {
  const words = wordsOf(sample);
  const pieces = new Map<string, number>();
  for (const word of words) for (const piece of piecesOf(word)) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);
  return { language, words: new Set(words), pieces, size: [...pieces.values()].reduce((all, one) => all + one, 0) };
});
/** A known small word says more than the pieces of unknown ones. */
const WEIGHT_OF_WORD = 2.5;
const MOST_WORDS = 30;
const LEAST_CONFIDENCE = 0.5;

function detectByWords(text: string, allowed: readonly string[]): DetectedLanguage | null {
  const words = wordsOf(text).slice(0, MOST_WORDS);
  const profiles = PROFILES.filter(({ language }) => allowed.some((one) => one.split('-')[0] === language));
  if (words.length === 0 || profiles.length === 0) return null;
  const known = words.filter((word) => PROFILES.some((profile) => profile.words.has(word))).length;
  // One word that nobody knows is a name or a slip of the keyboard.
  if (known === 0 && words.length < 3) return null;
  const scores = PROFILES.map((profile) => scoreOf(words, profile));
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const sum = shares.reduce((all, one) => all + one, 0);
  const best = shares.indexOf(Math.max(...shares));
  const confidence = shares[best]! / sum;
  return confidence < LEAST_CONFIDENCE ? null : { language: PROFILES[best]!.language, confidence };
}

function scoreOf(words: readonly string[], profile: Profile): number {
  let score = 0;
  for (const word of words) {
    if (profile.words.has(word)) score += WEIGHT_OF_WORD;
    const pieces = piecesOf(word);
    let sum = 0;
    for (const piece of pieces) sum += Math.log(((profile.pieces.get(piece) ?? 0) + 0.3) / (profile.size + 300));
    if (pieces.length > 0) score += (sum / pieces.length) * 0.8;
  }
  return score;
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{Script=Latin}\p{M}'’]+/gu)
      ?.map((word) => word.replace(/’/g, "'")) ?? []
  );
}

function piecesOf(word: string): string[] {
  const padded = ` ${word} `;
  return Array.from({ length: Math.max(0, padded.length - 2) }, (_, start) => padded.slice(start, start + 3));
}
