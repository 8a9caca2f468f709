import { accountKinds, causes, chainFaults, givenFields } from './audit-words.en.js';
import { deeds, words as deedWords } from './deeds.en.js';
import { running } from './running.en.js';
import { troubles } from './troubles.en.js';

/** Words for operators alone, which nobody waits for at the first load. */
export const lateWords = { deeds, deedWords, accountKinds, givenFields, causes, chainFaults, troubles, ...running };
