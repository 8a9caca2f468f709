import { findHolding, foldText, toPhrase, type Phrase } from './find-words.js';
import { ANGRY, SATISFIED, UPSET } from './mood-words.js';

export const MOODS = ['angry', 'upset', 'neutral', 'satisfied'] as const;
export type Mood = (typeof MOODS)[number];

export interface RecognisedMood {
  readonly mood: Mood;
  /** The customer's words it was told from; empty when neutral. */
  readonly because: readonly string[];
}

const PHRASES: Readonly<Record<Exclude<Mood, 'neutral'>, readonly Phrase[]>> = {
  angry: ANGRY.map(toPhrase),
  upset: UPSET.map(toPhrase),
  satisfied: SATISFIED.map(toPhrase),
};
const SHOUTED = /[!！]{2,}|[?？]{3,}|(?:[!！][?？]|[?？][!！])/;
const UNSATISFIED =
  /(?:不|没|没有|无法|未|沒)(?:太|怎么|能|有)?(?:满意|解决|好|行)|\b(?:not|isn't|wasn't|never)\s+(?:\p{L}+\s+)?(?:happy|satisfied|solved|resolved|good|great|working|fixed)/u;

/** How a customer's words sound, in Chinese and English. From words alone: irony, and what only a voice would tell, are not heard. */
export function recogniseMood(text: string): RecognisedMood {
  const folded = foldText(text);
  const found = { angry: wordsIn(folded, 'angry'), upset: wordsIn(folded, 'upset'), satisfied: wordsIn(folded, 'satisfied') };
  const turned = UNSATISFIED.exec(folded);
  const loud = SHOUTED.test(folded) || isShouted(text);
  const upset = [...found.upset, ...(turned === null ? [] : [turned[0]])];
  if (found.angry.length > 0 && (found.angry.length > 1 || upset.length > 0 || loud || found.satisfied.length === 0))
    return { mood: 'angry', because: [...found.angry, ...upset] };
  if (upset.length > 1 && loud) return { mood: 'angry', because: upset };
  if (upset.length > 0) return { mood: 'upset', because: upset };
  if (found.satisfied.length > 0) return { mood: 'satisfied', because: found.satisfied };
  return { mood: 'neutral', because: [] };
}

function wordsIn(folded: string, mood: keyof typeof PHRASES): string[] {
  return findHolding(folded, PHRASES[mood]).map(({ at, length }) => folded.slice(at, at + length));
}

/** Several words in capitals, most of the text. */
function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  return capitals.length >= 12 && capitals.length / letters.length > 0.7;
}
