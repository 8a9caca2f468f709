import { describe, expect, it } from '@jest/globals';
import { formatOf } from './format.js';
import { pickLanguage } from './pick-language.js';

describe('the language of a page', () => {
  const known = ['en', 'zh-CN', 'zh-TW', 'ar', 'pt'];

  it('is the first wish that is there, exactly or in the same language', () => {
    expect(pickLanguage(known, [undefined, null, 'fr', 'zh-cn', 'ar'])).toBe('zh-CN');
    expect(pickLanguage(known, ['pt-BR'])).toBe('pt');
    expect(pickLanguage(known, ['sw'])).toBe('en');
  });

  it('keeps traditional and simplified characters apart', () => {
    expect(pickLanguage(known, ['zh-HK'])).toBe('zh-TW');
    expect(pickLanguage(known, ['zh-SG'])).toBe('zh-CN');
    expect(pickLanguage(['en', 'zh-CN'], ['zh-Hant'])).toBe('zh-CN');
  });
});

describe('times and lengths', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');

  it('are written as the language does', () => {
    expect(formatOf('en').relative('2026-03-02T10:12:00Z', now)).toBe('in 12 minutes');
    expect(formatOf('zh-CN').relative('2026-03-02T07:00:00Z', now)).toBe('3小时前');
    expect(formatOf('en').length(4_000)).toBe('1 hr 7 min');
    expect(formatOf('en').bytes(1_530_000)).toBe('1.5 MB');
  });
});
