import { describe, expect, it } from '@jest/globals';
import { SurveyForm } from '../desk/schema/surveys.js';
import { composeSurvey, thanksOf } from './survey-text.js';

describe('the message that asks', () => {
  it('says in the customer’s language how to answer', () => {
    const form = SurveyForm.parse({ kind: 'weighted' });
    const given = { desk: 'zh', byReply: true, link: 'https://desk.example/s/1' };
    expect(composeSurvey(form, { ...given, language: 'zh' })).toBe(
      '请为本次服务的各项打分（1 至 5 分）。\n请依次回复 4 个数字：响应速度、解决质量、服务态度、便捷程度，例如 5 4 5 4。\n评价链接：https://desk.example/s/1',
    );
    expect(composeSurvey(form, { ...given, language: 'en-GB' })).toContain('speed, quality, attitude, ease. For example 5 4 5 4.');
  });

  it('asks for a number and thanks in each language that the house writes', () => {
    const form = SurveyForm.parse({ kind: 'csat' });
    const given = { desk: 'zh', byReply: true, link: 'https://desk.example/s/1' };
    const texts = ['zh', 'en', 'ja', 'ko', 'es', 'fr', 'de', 'ru', 'pt', 'it', 'ar', 'vi'].map((language) => ({
      asked: composeSurvey(form, { ...given, language }),
      thanks: thanksOf(form, language, 'zh'),
    }));
    expect(texts[2]!.asked).toBe(
      '今回の対応を 1～5 で評価してください。\n1～5 の数字でご返信ください（5 が最高です）。\n評価ページ：https://desk.example/s/1',
    );
    for (const name of ['asked', 'thanks'] as const) expect(new Set(texts.map((text) => text[name])).size).toBe(12);
  });

  it.each(['three-step', 'nps', 'weighted'] as const)('of kind %s is all of it in each language', (kind) => {
    const form = SurveyForm.parse(kind === 'three-step' ? { kind } : { kind, recommend: true });
    const lines = ['zh', 'en', 'ja', 'ko', 'es', 'fr', 'de', 'ru', 'pt', 'it', 'ar', 'vi'].map((language) =>
      composeSurvey(form, { desk: 'xx', byReply: true, link: null, language }).split('\n'),
    );
    for (const [at] of lines[0]!.entries()) expect(new Set(lines.map((each) => each[at])).size).toBe(12);
  });

  it('takes the desk’s own words, and its language where the customer’s is unknown', () => {
    const form = SurveyForm.parse({ kind: 'csat', question: { zh: '好吗？', en: 'Fine?' } });
    expect(composeSurvey(form, { language: null, desk: 'zh', byReply: false, link: null })).toBe('好吗？');
    expect(composeSurvey(form, { language: 'ja', desk: 'en', byReply: false, link: null })).toBe('Fine?');
  });
});
