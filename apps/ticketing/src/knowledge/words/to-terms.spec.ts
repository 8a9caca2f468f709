import { describe, expect, it } from '@jest/globals';
import { stemWord } from './stem-word.js';
import { Synonyms } from './synonyms.js';
import { toTerms } from './to-terms.js';

describe('terms of a text', () => {
  it.each([
    ['How do I reset my password?', ['reset', 'password']],
    ['订单同步', ['订单', '单同', '同步', '订', '单', '同', '步']],
    ['怎么办，密码忘了', ['密码', '码忘', '密', '码', '忘']],
    ['Ｅ－ｍａｉｌ e-mail', ['e', 'mail', 'e', 'mail']],
    ['Grüße CAFÉ', ['gruße', 'caf']],
    ['プリンター', ['プリ', 'リン', 'ンタ', 'ター']],
    ['CSV乱码', ['csv', '乱码', '乱', '码']],
    ["O'Brien's 100%", ['obrien', '100']],
    ['', []],
  ])('%j', (text, terms) => {
    expect(toTerms(text)).toEqual(terms);
  });

  it('meet in one form', () => {
    for (const forms of [
      ['export', 'exports', 'exported', 'exporting'],
      ['print', 'printer', 'printing', 'prints'],
      ['delay', 'delays', 'delayed'],
      ['synchronise', 'synchronisation', 'synchronised'],
      ['refund', 'refunds', 'refunded'],
    ])
      expect([forms, new Set(forms.map(stemWord)).size]).toEqual([forms, forms.includes('printer') ? 2 : 1]);
    expect(['bus', 'class', 'status', 'red'].map(stemWord)).toEqual(['bus', 'class', 'status', 'red']);
  });
});

describe('words that mean the same', () => {
  const synonyms = new Synonyms([
    ['订单', 'order'],
    ['sign in', 'log in', '登录'],
  ]);

  it('are found in a text as phrases, with what they may be called otherwise', () => {
    expect(synonyms.find(toTerms('我的订单延迟了'))).toEqual([{ said: ['订单'], otherwise: [['order']] }]);
    expect(synonyms.find(toTerms('cannot log in today')).map(({ otherwise }) => otherwise)).toEqual([[['sign'], ['登录']]]);
    expect(synonyms.find(toTerms('nothing of it'))).toEqual([]);
  });
});
