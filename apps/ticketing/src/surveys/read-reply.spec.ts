import { describe, expect, it } from '@jest/globals';
import { SurveyForm } from '../desk/schema/surveys.js';
import { readReply } from './read-reply.js';

const form = (kind: string) => SurveyForm.parse({ kind });

describe('an answer by reply', () => {
  it.each([
    ['csat', '5', 5, null],
    ['csat', ' ５分 ', 5, null],
    ['csat', '4/5', 4, null],
    ['csat', '2，等太久了', 2, '等太久了'],
    ['csat', '3: it took two calls', 3, 'it took two calls'],
    ['csat', '1\nNobody rang back.', 1, 'Nobody rang back.'],
    ['nps', '10', 10, null],
    ['nps', '0', 0, null],
    ['three-step', '满意', 3, null],
    ['three-step', '不满意，没有解决', 1, '没有解决'],
    ['three-step', 'Not satisfied', 1, null],
    ['three-step', 'Neutral.', 2, null],
    ['three-step', '3', 3, null],
  ] as const)('%s "%s" is %i', (kind, text, value, reason) => {
    expect(readReply(form(kind), text)).toEqual({ value, reason });
  });

  it.each(['5 4 5 3', '5453', '5,4,5,3', '５、４、５、３'])('four parts: "%s"', (text) => {
    expect(readReply(form('weighted'), text)).toEqual({ parts: { speed: 5, quality: 4, attitude: 5, ease: 3 }, reason: null });
  });

  it('and how likely he is to recommend us, where that is asked', () => {
    const asking = SurveyForm.parse({ kind: 'weighted', recommend: true });
    expect(readReply(asking, '5 4 5 3 10')).toMatchObject({ parts: { ease: 3 }, recommend: 10 });
    expect(readReply(asking, '5453 9，很快')).toMatchObject({ recommend: 9, reason: '很快' });
    expect(readReply(asking, '5 4 5 3')).toMatchObject({ parts: { ease: 3 } });
    expect(readReply(form('weighted'), '5 4 5 3 10')).toBeNull();
  });

  it.each([
    ['csat', '6'],
    ['csat', '0'],
    ['csat', '5 printers are broken'],
    ['csat', '20260302-EML-005'],
    ['csat', '满意'],
    ['csat', '3/10'],
    ['nps', '11'],
    ['three-step', '不满意的是你们的态度'],
    ['three-step', 'good morning'],
    ['weighted', '5 4 5'],
    ['weighted', '5 4 5 6'],
    ['weighted', '54535'],
    ['csat', `5,${'x'.repeat(3_000)}`],
  ])('%s "%s" is a message like any other', (kind, text) => {
    expect(readReply(form(kind), text)).toBeNull();
  });
});
