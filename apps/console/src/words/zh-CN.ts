import { kit } from '#page-kit/words/zh-CN';
import { inbox } from '../features/inbox/words.zh-CN.js';
import { thread } from '../features/thread/words.zh-CN.js';
import { answer } from '../features/answer/words.zh-CN.js';
import { contacts } from '../features/contacts/words.zh-CN.js';
import { calls } from '../features/calls/words.zh-CN.js';
import { knowledge } from '../features/knowledge/words.zh-CN.js';
import { supervising } from '../features/supervising/words.zh-CN.js';
import { desk } from '../features/desk/words.zh-CN.js';
import { operating } from '../features/operating/words.zh-CN.js';
import { announcements } from '../features/announcements/words.zh-CN.js';
import { firstRun } from '../features/first-run/words.zh-CN.js';
import { session } from '../session/words.zh-CN.js';
import { shell } from '../shell/words.zh-CN.js';
import { problems } from './problems/index.zh-CN.js';

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
  problems,
};
