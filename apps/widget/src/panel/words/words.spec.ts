import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LauncherWords, Words } from './en.js';
import { directionOf, formatLocaleOf, LANGUAGES, pickLanguage } from './pick-language.js';

type Catalogue = { readonly default: Words; readonly launcher: LauncherWords };

const bracesOf = (words: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()]));

describe('words of the widget', () => {
  const catalogues = new Map<string, Catalogue>();
  beforeAll(async () => {
    for (const language of Object.keys(LANGUAGES)) catalogues.set(language, (await import(`./${language}.js`)) as Catalogue);
  });

  it('are there in twelve languages, each a file, with the same values in them', () => {
    const files = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => /^[a-z]{2}\.ts$/.test(name));
    expect(files.map((name) => name.slice(0, 2)).sort()).toEqual(Object.keys(LANGUAGES).sort());
    expect(files).toHaveLength(12);
    const english = catalogues.get('en')!;
    for (const [language, { default: words, launcher }] of catalogues) {
      expect([language, bracesOf(words)]).toEqual([language, bracesOf(english.default)]);
      expect([language, bracesOf(launcher)]).toEqual([language, bracesOf(english.launcher)]);
      expect([...Object.values(words), ...Object.values(launcher)].filter((text) => text.trim() === '')).toEqual([]);
    }
  });

  it('are no English that was left over', () => {
    const english = catalogues.get('en')!.default;
    for (const [language, { default: words }] of catalogues) {
      if (language === 'en') continue;
      const same = (Object.keys(english) as (keyof Words)[]).filter((key) => words[key] === english[key] && /[a-z]{2}/i.test(english[key]));
      // Chat, Name, Email, Message: so they are called elsewhere, too.
      expect([language, same.filter((key) => !/^(title|name|email|message|says|file|minutes|conversation|assistant)$/.test(key))]).toEqual([
        language,
        [],
      ]);
    }
  });

  it('are found by any way to write a language, English where nobody speaks it', () => {
    const found = ['zh-CN', 'zh_TW', 'ZH', 'pt-BR', 'ar-EG', 'vi', 'nl', 'x', '', 'english'].map(pickLanguage);
    expect(found).toEqual(['zh', 'zh', 'zh', 'pt', 'ar', 'vi', 'en', 'en', 'en', 'en']);
    expect(['ar', 'en'].map((language) => directionOf(language as 'ar'))).toEqual(['rtl', 'ltr']);
    expect(['de-AT', 'nl-NL', 'zh_CN', 'en-!!'].map(formatLocaleOf)).toEqual(['de-AT', 'en', 'zh-CN', 'en']);
  });
});
