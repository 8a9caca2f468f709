import { z } from 'zod';

/** Settings of one robot. `appSecret` is stored sealed, for its name ends in secret. */
export const DingtalkConfig = z
  .strictObject({
    /** What agents see of the inbox. */
    displayName: z.string().max(200).optional(),
    appKey: z.string().min(1).describe('AppKey (client id) of the internal app that the robot belongs to'),
    appSecret: z.string().min(1).describe('AppSecret (client secret); it also signs HTTP callbacks'),
    robotCode: z.string().min(1).optional().describe('code of the robot; the AppKey where it has none of its own'),
    mode: z
      .enum(['http', 'stream'])
      .default('http')
      .describe('http: DingTalk posts to /in/<inbox id>; stream: we open a WebSocket, and nothing of ours need be reachable'),
    replyBy: z
      .enum(['session', 'api'])
      .default('session')
      .describe(
        'session: by the message’s webhook while it is valid, else the API; files always by the API; api: all by the API, which gives ids and read receipts',
      ),
    apiUrl: z.url().default('https://api.dingtalk.com').describe('another one in tests: the simulator’s'),
    oapiUrl: z.url().default('https://oapi.dingtalk.com').describe('where files are uploaded: an older API, at a host of its own'),
    webhookHosts: z
      .array(z.string())
      .default(['oapi.dingtalk.com', 'api.dingtalk.com'])
      .describe('hosts that answers may be posted to: the callback’s signature does not cover its body, so the body must not choose any'),
    maxMediaBytes: z
      .int()
      .min(1)
      .default(50 * 1024 * 1024)
      .describe('larger files are not fetched; the entry says so'),
    lookEveryMs: z
      .int()
      .min(10)
      .default(30_000)
      .describe('first look for a read receipt, and at the account after a fault; later looks wait longer'),
  })
  .transform((config) => ({ ...config, robotCode: config.robotCode ?? config.appKey }));
export type DingtalkConfig = z.infer<typeof DingtalkConfig>;
