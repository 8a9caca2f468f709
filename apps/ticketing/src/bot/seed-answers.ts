import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BotSection } from '../desk/schema/bot.js';
import { pickText } from '../desk/schema/texts.js';
import { type SparseVector, Vectoriser } from '../recognition/classifier/vectoriser.js';
import type { AnswerFinder, FoundAnswer } from './answer-finder.js';

interface Known {
  readonly vectoriser: Vectoriser;
  readonly questions: readonly { readonly key: string; readonly vector: SparseVector }[];
}

const READY = new WeakMap<BotSection, Known>();
const MOST_FEATURES = 200_000;

/** Finds among the answers of the desk's own file by likeness of the question: no knowledge base is needed. */
@Injectable()
export class SeedAnswers implements AnswerFinder {
  constructor(private readonly profiles: DeskProfiles) {}

  find({ text, language }: { readonly text: string; readonly language: string | null }): Promise<FoundAnswer | null> {
    const { bot, languages } = this.profiles.current().desk;
    const best = findLikest(bot, text);
    const found = best === null ? undefined : bot.answers.find(({ key }) => key === best.key);
    if (best === null || found === undefined) return Promise.resolve(null);
    const [desk] = languages;
    return Promise.resolve({
      key: best.key,
      title: pickText(found.question, language, desk),
      text: pickText(found.answer, language, desk),
      score: best.score,
    });
  }
}

/** Cosine of words and pieces; 1 for the very question. */
export function findLikest(bot: BotSection, text: string): { readonly key: string; readonly score: number } | null {
  let known = READY.get(bot);
  if (known === undefined) READY.set(bot, (known = prepare(bot)));
  const asked = known.vectoriser.vectorise(text);
  let best: { key: string; score: number } | null = null;
  for (const { key, vector } of known.questions) {
    const score = likeness(asked, vector);
    if (score > (best?.score ?? 0)) best = { key, score };
  }
  return best;
}

function prepare(bot: BotSection): Known {
  const questions = bot.answers.flatMap(({ key, question, words }) =>
    [...(typeof question === 'string' ? [question] : Object.values(question)), ...Object.values(words).flat()].map((text) => ({
      key,
      text,
    })),
  );
  const vectoriser = Vectoriser.learn(
    questions.map(({ text }) => text),
    1,
    MOST_FEATURES,
  );
  return { vectoriser, questions: questions.map(({ key, text }) => ({ key, vector: vectoriser.vectorise(text) })) };
}

function likeness(one: SparseVector, other: SparseVector): number {
  const values = new Map<number, number>();
  one.indices.forEach((index, at) => values.set(index, one.values[at]!));
  let product = 0;
  other.indices.forEach((index, at) => (product += (values.get(index) ?? 0) * other.values[at]!));
  const lengths = Math.sqrt(squareOf(one) * squareOf(other));
  return lengths === 0 ? 0 : product / lengths;
}

function squareOf({ values }: SparseVector): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
