import { z } from 'zod';

/** Settings of one account of 粉丝服务. `appSecret` and `accessToken` are stored sealed, for their names end so. */
export const WeiboConfig = z.strictObject({
  /** What agents see of the inbox. */
  displayName: z.string().max(200).optional(),
  appSecret: z.string().min(1).describe('AppSecret of the app: signs what Weibo posts'),
  accessToken: z.string().min(1).describe('token of the account, as the developer mode of 粉丝服务 shows it'),
  apiUrl: z.url().default('https://api.weibo.com').describe('another one in tests: the simulator’s'),
  mediaUrl: z.url().default('https://upload.api.weibo.com').describe('where pictures and voices are fetched from'),
  windowHours: z.int().min(1).max(168).default(48).describe('how long after a message it can be answered; older pages of Weibo say 72'),
  answerMentionsWithinMinutes: z
    .int()
    .min(1)
    .max(10_080)
    .default(120)
    .describe('what was said in public brings a task that is due so long after it: the desk has two hours'),
  maxMediaBytes: z
    .int()
    .min(1)
    .default(20 * 1024 * 1024)
    .describe('larger files are not fetched; the entry says so'),
  lookEveryMs: z.int().min(10).default(300_000).describe('how often the account is looked at'),
});
export type WeiboConfig = z.infer<typeof WeiboConfig>;
