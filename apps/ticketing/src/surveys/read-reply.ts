import type { SurveyForm } from '../desk/schema/surveys.js';
import { scaleOf, type SurveyAnswer } from './survey-answer.js';

export type ReadReply = SurveyAnswer & { readonly reason: string | null };

/** Words that customers answer with, by step: 1 unsatisfied, 2 neutral, 3 satisfied. */
const STEP_WORDS: Readonly<Record<string, number>> = {
  ...{ 满意: 3, 很满意: 3, 非常满意: 3, 好评: 3, 一般: 2, 基本满意: 2, 中评: 2, 不满意: 1, 非常不满意: 1, 差评: 1 },
  ...{
    satisfied: 3,
    good: 3,
    '👍': 3,
    neutral: 2,
    'so-so': 2,
    ok: 2,
    unsatisfied: 1,
    dissatisfied: 1,
    'not satisfied': 1,
    bad: 1,
    '👎': 1,
  },
};

/**
 * An answer in a message's own words: `5`, `４分`, `满意`, `5 4 5 4` or `5454` where a form has parts, and behind it a reason if there is one
 * (`2，等太久`, `5: quick`). Null for what is no clear answer: it goes on as the message it is.
 */
export function readReply(form: SurveyForm, text: string): ReadReply | null {
  const normal = text.normalize('NFKC').trim();
  if (normal.length > 2_000) return null;
  return form.kind === 'weighted' ? readParts(form, normal) : readValue(form.kind, normal);
}

const REASON = String.raw`(?:\s*[,，、;；:：。.!！\n-]\s*(?<reason>\S[\s\S]*))?`;
const VALUE = new RegExp(String.raw`^(?<value>\d{1,2})\s*(?:分|星|points?|stars?|\/\s*(?<of>\d{1,2}))?[。.!！]?${REASON}$`, 'iu');
const WORD = new RegExp(String.raw`^(?<word>[^\s,，、;；:：。.!！\n]+(?: satisfied)?)[。.!！]?${REASON}$`, 'iu');

function readValue(kind: SurveyForm['kind'], text: string): ReadReply | null {
  const [least, greatest] = scaleOf(kind);
  const number = VALUE.exec(text)?.groups;
  if (number !== undefined) {
    const value = Number(number['value']);
    const asOf = number['of'] === undefined || Number(number['of']) === greatest;
    return asOf && value >= least && value <= greatest ? { value, reason: toReason(number['reason']) } : null;
  }
  const worded = kind === 'three-step' ? WORD.exec(text)?.groups : undefined;
  const value = worded === undefined ? undefined : STEP_WORDS[worded['word']!.toLowerCase()];
  return value === undefined ? null : { value, reason: toReason(worded!['reason']) };
}

function readParts({ parts, recommend }: Extract<SurveyForm, { kind: 'weighted' }>, text: string): ReadReply | null {
  const digits = String.raw`(?<digits>[1-5](?:[\s,/、]*[1-5]){${parts.length - 1}})`;
  const recommended = recommend ? String.raw`(?:[\s,/、]+(?<recommend>10|\d))?` : '';
  const found = new RegExp(String.raw`^${digits}${recommended}[。.!！]?${REASON}$`, 'u').exec(text)?.groups;
  if (found === undefined) return null;
  const values = [...found['digits']!.replaceAll(/[^1-5]/g, '')].map(Number);
  return {
    parts: Object.fromEntries(parts.map(({ key }, index) => [key, values[index]!])),
    ...(found['recommend'] === undefined ? {} : { recommend: Number(found['recommend']) }),
    reason: toReason(found['reason']),
  };
}

function toReason(reason: string | undefined): string | null {
  const text = reason?.trim() ?? '';
  return text === '' ? null : text;
}
