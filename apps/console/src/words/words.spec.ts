import { describe, expect, it } from '@jest/globals';
import { lateWords } from '../features/operating/late-words.en.js';
import { lateWords as lateWordsZh } from '../features/operating/late-words.zh-CN.js';
import { words as en } from './en.js';
import { words as zh } from './zh-CN.js';

type Tree = { readonly [key: string]: string | Tree };

/** Every text by its path. */
function flatten(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value, `${path}${key} › `),
  );
}

const namesIn = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name!))].sort();

describe('the words of the console', () => {
  const english = new Map([...flatten(en as Tree), ...flatten(lateWords)]);
  const chinese = [...flatten(zh as Tree), ...flatten(lateWordsZh)];

  it('name the same values in both languages', () => {
    const other = chinese.filter(([path, text]) => {
      const given = namesIn(english.get(path) ?? '');
      return namesIn(text).some((name) => !given.includes(name) && name !== 'count');
    });
    const lost = chinese.filter(([path, text]) => namesIn(english.get(path) ?? '').some((name) => !namesIn(text).includes(name)));
    expect([other, lost]).toEqual([[], []]);
  });

  it('are not English where they should be Chinese', () => {
    const same = chinese.filter(([path, text]) => english.get(path) === text && /[a-z]{4}/.test(text.replaceAll(/\{\{.*?\}\}/g, '')));
    const NAMES = /^(?:Kafka|Webhook|webhook-id|Escape|Enter|<abc123@mail\.example\.com>|grace@example\.com|.*example.*|https?:.*)$/;
    expect(same.filter(([, text]) => !NAMES.test(text))).toEqual([]);
  });
});
