import { PermanentError } from '#runtime';
import type { SurveyForm } from '../desk/schema/surveys.js';

export const STEPS = ['unsatisfied', 'neutral', 'satisfied'] as const;
export type Step = (typeof STEPS)[number];

/** What somebody answered: one number on the form's scale, or one for each part of a weighted form. */
export interface SurveyAnswer {
  readonly value?: number;
  /** By the part's key, 1 to 5 each. */
  readonly parts?: Readonly<Record<string, number>>;
  /** Where the form asks it too: how likely he is to recommend us, 0 to 10. */
  readonly recommend?: number;
}

/** An answer judged. */
export interface Score {
  readonly kind: SurveyForm['kind'];
  /** On the form's own scale: 1–3, 1–5, 0–10, or the weighted mean of 1–5 with two decimals. */
  readonly value: number;
  readonly parts: Readonly<Record<string, number>> | null;
  /** On one scale for all kinds: 0 worst, 100 best. */
  readonly points: number;
  /** 0 to 10, what the NPS is made of; null where it was not asked or not answered. */
  readonly recommend: number | null;
  readonly step: Step;
  readonly low: boolean;
}

/** Least and greatest value of a form's scale. */
export function scaleOf(kind: SurveyForm['kind']): readonly [least: number, greatest: number] {
  if (kind === 'three-step') return [1, 3];
  return kind === 'nps' ? [0, 10] : [1, 5];
}

/** Throws `PermanentError` (`answer_invalid`), saying what is allowed. */
export function scoreAnswer(form: SurveyForm, answer: SurveyAnswer): Score {
  const [least, greatest] = scaleOf(form.kind);
  const parts = form.kind === 'weighted' ? readParts(form, answer) : null;
  const value = parts === null || form.kind !== 'weighted' ? readValue(answer.value, least, greatest) : weigh(form.parts, parts);
  return {
    kind: form.kind,
    value,
    parts,
    points: round(((value - least) / (greatest - least)) * 100),
    recommend: form.kind === 'nps' ? value : readRecommendation(form, answer),
    step: toStep(form.kind, value),
    low: value <= form.low,
  };
}

/** Ratings of other scales as three steps: NPS by promoters and detractors, 1 to 5 by its halves. */
export function toStep(kind: SurveyForm['kind'], value: number): Step {
  if (kind === 'three-step') return STEPS[value - 1]!;
  if (kind === 'nps') return value >= 9 ? 'satisfied' : value >= 7 ? 'neutral' : 'unsatisfied';
  return value >= 3.5 ? 'satisfied' : value >= 2.5 ? 'neutral' : 'unsatisfied';
}

function weigh(parts: readonly { key: string; weight: number }[], given: Readonly<Record<string, number>>): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return round(parts.reduce((sum, { key, weight }) => sum + given[key]! * weight, 0) / total);
}

function readParts(form: Extract<SurveyForm, { kind: 'weighted' }>, { parts = {} }: SurveyAnswer): Record<string, number> {
  const unknown = Object.keys(parts).filter((key) => !form.parts.some((part) => part.key === key));
  if (unknown.length > 0) throw refused(`there is no part ${unknown.join(', ')}`, `parts: ${form.parts.map(({ key }) => key).join(', ')}`);
  return Object.fromEntries(form.parts.map(({ key }) => [key, readValue(parts[key], 1, 5, `parts.${key}`)]));
}

function readRecommendation(form: SurveyForm, { recommend }: SurveyAnswer): number | null {
  if (recommend === undefined) return null;
  if (!form.recommend) throw refused('this survey does not ask for a recommendation', 'leave recommend out');
  return readValue(recommend, 0, 10, 'recommend');
}

function readValue(value: number | undefined, least: number, greatest: number, name = 'value'): number {
  if (value !== undefined && Number.isInteger(value) && value >= least && value <= greatest) return value;
  throw refused(`${name} is ${value === undefined ? 'missing' : String(value)}`, `${name} is a whole number from ${least} to ${greatest}`);
}

function refused(message: string, hint: string): PermanentError {
  return new PermanentError(message, { code: 'answer_invalid', hint });
}

/** Two decimals, halves up. */
export function round(value: number): number {
  return Math.round((value + Number.EPSILON) * 100) / 100;
}
