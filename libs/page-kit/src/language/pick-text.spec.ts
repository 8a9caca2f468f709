import { describe, expect, it } from '@jest/globals';
import { pickText } from './pick-text.js';

describe('a text of the desk', () => {
  it('is the one of the language, of its base, then English, then any', () => {
    const both = { zh: '在线客服', en: 'Live chat' };
    expect([pickText(both, 'zh-CN'), pickText(both, 'en'), pickText(both, 'fr')]).toEqual(['在线客服', 'Live chat', 'Live chat']);
    expect([pickText({ ja: '電話' }, 'fr'), pickText('Phone', 'zh-CN'), pickText({}, 'en'), pickText(null, 'en')]).toEqual([
      '電話',
      'Phone',
      null,
      null,
    ]);
  });
});
