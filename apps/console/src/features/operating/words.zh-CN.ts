import type { WordsLike } from '#page-kit';
import { governing } from './governing.zh-CN.js';
import { mending } from './mending.zh-CN.js';
import { watching } from './watching.zh-CN.js';
import type { operating as en } from './words.en.js';

export const operating: WordsLike<typeof en> = { ...watching, ...mending, ...governing };
