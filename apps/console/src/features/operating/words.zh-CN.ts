import type { WordsLike } from '#page-kit';
import type { operating as en } from './words.en.js';

export const operating: WordsLike<typeof en> = {
  title: 'Operating',
};
