import { kit } from '#page-kit/words/en';
import { inbox } from '../features/inbox/words.en.js';
import { thread } from '../features/thread/words.en.js';
import { answer } from '../features/answer/words.en.js';
import { contacts } from '../features/contacts/words.en.js';
import { calls } from '../features/calls/words.en.js';
import { knowledge } from '../features/knowledge/words.en.js';
import { supervising } from '../features/supervising/words.en.js';
import { desk } from '../features/desk/words.en.js';
import { operating } from '../features/operating/words.en.js';
import { announcements } from '../features/announcements/words.en.js';
import { firstRun } from '../features/first-run/words.en.js';
import { session } from '../session/words.en.js';
import { shell } from '../shell/words.en.js';

/** Words of every part, by namespace. */
export const words = {
  kit,
  session,
  shell,
  inbox,
  thread,
  answer,
  contacts,
  calls,
  knowledge,
  supervising,
  desk,
  operating,
  announcements,
  firstRun,
};
