import type { WordsLike } from '#page-kit';
import type { firstRun as en } from './words.en.js';

export const firstRun: WordsLike<typeof en> = {
  title: 'First run',
};
