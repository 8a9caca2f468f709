import type { WordsLike } from '#page-kit';
import type { calls as en } from './words.en.js';

export const calls: WordsLike<typeof en> = {
  title: 'Calls',
};
