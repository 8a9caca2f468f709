import type { WordsLike } from '#page-kit';
import type { thread as en } from './words.en.js';

export const thread: WordsLike<typeof en> = {
  title: 'Thread',
};
