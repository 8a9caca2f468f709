import type { WordsLike } from '#page-kit';
import type { desk as en } from './words.en.js';

export const desk: WordsLike<typeof en> = {
  title: 'Desk',
};
