import type { WordsLike } from '#page-kit';
import type { inbox as en } from './words.en.js';

export const inbox: WordsLike<typeof en> = {
  title: 'Inbox',
};
