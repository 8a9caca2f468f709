import type { WordsLike } from '#page-kit';
import type { supervising as en } from './words.en.js';

export const supervising: WordsLike<typeof en> = {
  title: 'Supervising',
};
