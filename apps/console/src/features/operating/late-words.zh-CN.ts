import type { WordsLike } from '#page-kit';
import { accountKinds, causes, chainFaults, givenFields } from './audit-words.zh-CN.js';
import { deeds, words as deedWords } from './deeds.zh-CN.js';
import type { lateWords as en } from './late-words.en.js';
import { running } from './running.zh-CN.js';
import { troubles } from './troubles.zh-CN.js';

export const lateWords: WordsLike<typeof en> = { deeds, deedWords, accountKinds, givenFields, causes, chainFaults, troubles, ...running };
