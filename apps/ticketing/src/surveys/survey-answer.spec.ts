import { describe, expect, it } from '@jest/globals';
import { SurveyForm } from '../desk/schema/surveys.js';
import { scoreAnswer } from './survey-answer.js';

const weighted = SurveyForm.parse({ kind: 'weighted' });

describe('a score', () => {
  it.each([
    ['three-step', 1, 0, 'unsatisfied', true],
    ['three-step', 2, 50, 'neutral', false],
    ['three-step', 3, 100, 'satisfied', false],
    ['csat', 1, 0, 'unsatisfied', true],
    ['csat', 2, 25, 'unsatisfied', true],
    ['csat', 3, 50, 'neutral', false],
    ['csat', 4, 75, 'satisfied', false],
    ['nps', 0, 0, 'unsatisfied', true],
    ['nps', 6, 60, 'unsatisfied', true],
    ['nps', 7, 70, 'neutral', false],
    ['nps', 9, 90, 'satisfied', false],
  ] as const)('%s %i is %i points, %s, low: %s', (kind, value, points, step, low) => {
    expect(scoreAnswer(SurveyForm.parse({ kind }), { value })).toEqual({
      kind,
      value,
      parts: null,
      points,
      step,
      low,
      recommend: kind === 'nps' ? value : null,
    });
  });

  it('weighs speed 30 %, quality 40 %, attitude 20 %, ease 10 %', () => {
    const parts = { speed: 5, quality: 3, attitude: 4, ease: 2 };
    expect(scoreAnswer(weighted, { parts })).toMatchObject({ value: 3.7, points: 67.5, step: 'satisfied', low: false, parts });
  });

  it.each([
    ['nothing', 'csat', {}],
    ['a half', 'csat', { value: 4.5 }],
    ['a six of five', 'csat', { value: 6 }],
    ['not a number', 'nps', { value: Number.NaN }],
    ['a recommendation that was not asked', 'csat', { value: 4, recommend: 9 }],
    ['a part left out', 'weighted', { parts: { speed: 5, quality: 3, attitude: 4 } }],
    ['a part too many', 'weighted', { parts: { speed: 5, quality: 3, attitude: 4, ease: 2, price: 1 } }],
  ] as const)('refuses %s', (_, kind, answer) => {
    expect(() => scoreAnswer(SurveyForm.parse({ kind }), answer)).toThrow(expect.objectContaining({ code: 'answer_invalid' }));
  });
});
