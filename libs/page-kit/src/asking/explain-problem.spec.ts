import { beforeAll, describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { ApiProblem } from '#api-client';
import { kit as en } from '../language/words.en.js';
import { kit as zh } from '../language/words.zh-CN.js';
import { explainProblem, explainRefusal } from './explain-problem.js';

const explainIn = async (language: 'en' | 'zh-CN', error: unknown) => {
  await i18next.changeLanguage(language);
  return explainProblem(error, i18next.getFixedT(language, 'kit') as unknown as Parameters<typeof explainProblem>[1]);
};
const taken = new ApiProblem(409, 'slot_full', { detail: 'the slot at 14:00 is taken', hint: 'next: 14:30' });

describe('a problem of the API', () => {
  beforeAll(() =>
    i18next.init({
      lng: 'en',
      fallbackLng: 'en',
      resources: { en: { kit: en }, 'zh-CN': { kit: zh, problems: { slot_full: '该时段已约满，请另选时段。' } } },
    }),
  );

  it('is said in Chinese by its code, and the API’s sentence with its values stays', async () => {
    expect(await explainIn('zh-CN', taken)).toEqual({
      title: '该时段已约满，请另选时段。',
      about: 'the slot at 14:00 is taken next: 14:30',
    });
    expect(await explainIn('zh-CN', new ApiProblem(409, 'slot_full', {}))).toEqual({ title: '该时段已约满，请另选时段。', about: null });
  });

  it('is told by its status and the API’s sentence where its code has no words', async () => {
    for (const code of ['slot_unheard_of', 'constructor', 'slot_full.length'])
      expect(await explainIn('zh-CN', new ApiProblem(422, code, { detail: 'no such slot' }))).toEqual({
        title: zh.problem.refused,
        about: 'no such slot',
      });
    expect(await explainIn('zh-CN', new ApiProblem(409, 'version_conflict', { detail: 'at version 3' }))).toEqual({
      title: zh.problem.conflict,
      about: zh.problem.conflictAbout,
    });
    expect(await explainIn('zh-CN', new TypeError('fetch failed'))).toEqual({ title: zh.problem.offline, about: zh.problem.offlineAbout });
  });

  it('is said alike within an answer, as of one ticket of many', async () => {
    const explain = async (language: 'en' | 'zh-CN', code: string) => {
      await i18next.changeLanguage(language);
      const t = i18next.getFixedT(language, 'kit') as unknown as Parameters<typeof explainRefusal>[1];
      return explainRefusal({ code, detail: 'the slot at 14:00 is taken' }, t);
    };
    const about = 'the slot at 14:00 is taken';
    expect(await explain('zh-CN', 'slot_full')).toEqual({ title: '该时段已约满，请另选时段。', about });
    expect(await explain('zh-CN', 'slot_unheard_of')).toEqual({ title: about, about: null });
    expect(await explain('zh-CN', 'version_conflict')).toEqual({ title: zh.problem.conflict, about });
    expect(await explain('en', 'slot_full')).toEqual({ title: about, about: null });
  });

  it('stays in the API’s words in English, whatever language was shown before', async () => {
    await explainIn('zh-CN', taken);
    expect(await explainIn('en', taken)).toEqual({ title: en.problem.conflict, about: 'the slot at 14:00 is taken next: 14:30' });
  });
});
