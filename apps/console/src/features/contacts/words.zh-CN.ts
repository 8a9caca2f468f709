import type { WordsLike } from '#page-kit';
import type { contacts as en } from './words.en.js';

export const contacts: WordsLike<typeof en> = {
  title: 'Contacts',
};
