import type { WordsLike } from '#page-kit';
import type { knowledge as en } from './words.en.js';

export const knowledge: WordsLike<typeof en> = {
  title: 'Knowledge',
};
