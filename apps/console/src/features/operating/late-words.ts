import { addWords } from '#page-kit';
import { deeds as deedsEn, words as deedWordsEn } from './deeds.en.js';
import { deeds as deedsZh, words as deedWordsZh } from './deeds.zh-CN.js';
import { running as runningEn } from './running.en.js';
import { running as runningZh } from './running.zh-CN.js';
import { troubles as troublesEn } from './troubles.en.js';
import { troubles as troublesZh } from './troubles.zh-CN.js';

/** Words for operators alone, which nobody waits for at the first load. */
export const lateWords = { deeds: deedsEn, deedWords: deedWordsEn, troubles: troublesEn, ...runningEn };

addWords('operating', { en: lateWords, 'zh-CN': { deeds: deedsZh, deedWords: deedWordsZh, troubles: troublesZh, ...runningZh } });
