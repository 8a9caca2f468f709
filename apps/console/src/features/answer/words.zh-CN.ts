import type { WordsLike } from '#page-kit';
import type { answer as en } from './words.en.js';

export const answer: WordsLike<typeof en> = {
  title: 'Answer',
};
