import type { BotSection } from '../desk/schema/bot.js';
import { type LocalisedText } from '../desk/schema/texts.js';
import { findHolding, foldText, toPhrase, toPhrases, type Phrase } from '../recognition/words/find-words.js';
import type { Phrases } from '../desk/schema/categories.js';
import { bareOf, PERSON_ALONE, PERSON_WORDS } from './person-words.js';

/** What a desk's bot listens for, made ready once. All take folded text. */
export interface BotWords {
  wantsPerson(folded: string): boolean;
  isEmergency(folded: string): boolean;
  scriptOf(folded: string): string | undefined;
  answerOf(folded: string): string | undefined;
}

const READY = new WeakMap<BotSection, BotWords>();
const BUILT_IN = toPhrases(PERSON_WORDS);

export function readBotWords(bot: BotSection): BotWords {
  let words = READY.get(bot);
  if (words === undefined) READY.set(bot, (words = prepare(bot)));
  return words;
}

function prepare(bot: BotSection): BotWords {
  const person = [...BUILT_IN, ...toPhrases(bot.personWords)];
  const emergency = bot.emergency === undefined ? [] : toPhrases(bot.emergency.words);
  const scripts = Object.entries(bot.scripts).map(([key, { words }]) => ({ key, phrases: toPhrases(words) }));
  const answers = bot.answers.map(({ key, question, words }) => ({
    key,
    phrases: [...toPhrases(words), ...textsOf(question).map(toPhrase)],
  }));
  return {
    wantsPerson: (folded) => PERSON_ALONE.test(bareOf(folded)) || findHolding(folded, person).length > 0,
    isEmergency: (folded) => findHolding(folded, emergency).length > 0,
    scriptOf: (folded) => longestOf(folded, scripts),
    answerOf: (folded) => longestOf(folded, answers),
  };
}

/** Of several that fit, the one whose phrase says most. */
function longestOf(folded: string, among: readonly { readonly key: string; readonly phrases: readonly Phrase[] }[]): string | undefined {
  let best: { readonly key: string; readonly length: number } | undefined;
  for (const { key, phrases } of among)
    for (const { length } of findHolding(folded, phrases)) if (best === undefined || length > best.length) best = { key, length };
  return best?.key;
}

/** Which choice a message names: its number, its label, or one of its words. Null when none or several. */
export function findChoice(choices: readonly { readonly label: LocalisedText; readonly words: Phrases }[], folded: string): number | null {
  const bare = bareOf(folded);
  const number = /^(?:第)?([0-9]{1,2})(?:个|個|项|項)?[.)、]?$/u.exec(bare)?.[1];
  if (number !== undefined) return Number(number) >= 1 && Number(number) <= choices.length ? Number(number) - 1 : null;
  const exact = choices.findIndex(({ label }) => textsOf(label).some((text) => foldText(text) === bare));
  if (exact >= 0) return exact;
  const named = choices.flatMap(({ label, words }, index) =>
    findHolding(folded, [...toPhrases(words), ...textsOf(label).map(toPhrase)]).length > 0 ? [index] : [],
  );
  return named.length === 1 ? named[0]! : null;
}

function textsOf(texts: LocalisedText): string[] {
  return typeof texts === 'string' ? [texts] : Object.values(texts);
}
