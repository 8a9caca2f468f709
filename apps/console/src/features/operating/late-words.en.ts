import { deeds, words as deedWords } from './deeds.en.js';
import { running } from './running.en.js';
import { troubles } from './troubles.en.js';

/** Words for operators alone, which nobody waits for at the first load. */
export const lateWords = { deeds, deedWords, troubles, ...running };
