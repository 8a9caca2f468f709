import type { WordsLike } from '#page-kit';
import type { announcements as en } from './words.en.js';

export const announcements: WordsLike<typeof en> = {
  title: 'Announcements',
};
