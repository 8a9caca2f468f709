import type { Feature } from '../feature.js';
import { inbox } from './inbox/index.js';
import { thread } from './thread/index.js';
import { answer } from './answer/index.js';
import { contacts } from './contacts/index.js';
import { calls } from './calls/index.js';
import { knowledge } from './knowledge/index.js';
import { supervising } from './supervising/index.js';
import { desk } from './desk/index.js';
import { operating } from './operating/index.js';
import { announcements } from './announcements/index.js';
import { firstRun } from './first-run/index.js';

/** All that the console can show, in the order of its navigation. */
export const features: readonly Feature[] = [
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
];
