import { z } from 'zod';
import type { InboxClaim } from '#runtime';
import { toAesKey } from './converting/callback-crypto.js';
import { toAccountClaim } from './official.ids.js';

const Minutes = z.int().min(1).max(43_200);
const Count = z.int().min(1).max(1_000);

/** One 公众号. Secrets are those of 设置与开发 → 基本配置 in its console; the callback address is `<public url>/in/<inbox id>`. */
export const OfficialInboxConfig = z
  .strictObject({
    appId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'the AppID of the account, e.g. wx1234567890abcdef'),
    appSecret: z.string().min(1).max(256).describe('the AppSecret'),
    token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, 'the Token of the callback: 3 to 32 letters and digits'),
    aesKey: z
      .string()
      .refine((key) => toAesKey(key) !== null, 'the EncodingAESKey of the callback: 43 letters and digits')
      .optional()
      .describe('needed unless mode is plain'),
    mode: z
      .enum(['safe', 'plain'])
      .default('safe')
      .describe(
        'safe: encrypted callbacks only. plain: their text is not signed, so who sees one query may forge; for tests on one process',
      ),
    address: z.string().min(1).max(320).optional().describe('name of the account as agents know it, e.g. its 微信号'),
    displayName: z.string().max(200).optional(),
    apiUrl: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .default('https://api.weixin.qq.com')
      .describe('another one for another region of the platform, or a simulator'),
    stableToken: z.boolean().default(false).describe('asks for access tokens that do not void those of other programs of the account'),
    replyMinutes: Minutes.default(2_880).describe('how long after a message the customer may be answered'),
    replyCount: Count.default(20).describe('with how many messages; accounts have 5 or 20, the platform has the last word'),
    eventMinutes: Minutes.default(1).describe('the same after a menu click, a scan or a new follower'),
    eventCount: Count.default(3),
    progressKeys: z
      .array(z.string().min(1).max(128))
      .max(20)
      .default([])
      .describe('keys of menu buttons after which a typed number asks for the progress of a ticket or order'),
    maxSkewMs: z.int().min(1_000).max(3_600_000).default(300_000).describe('callbacks whose timestamp is further from now are refused'),
    maxMediaBytes: z.int().min(1_024).max(104_857_600).default(26_214_400).describe('larger media are told of, not fetched'),
  })
  .superRefine(({ mode, aesKey }, fault) => {
    if (mode === 'safe' && aesKey === undefined)
      fault.addIssue({ code: 'custom', path: ['aesKey'], message: 'is needed for encrypted callbacks (mode safe)' });
  });
export type OfficialInboxConfig = z.infer<typeof OfficialInboxConfig>;

export function claimsOfAccount({ appId }: OfficialInboxConfig): InboxClaim[] {
  return [{ key: toAccountClaim(appId), path: ['appId'] }];
}

const MINUTE_MS = 60_000;

/** How long and how often may be answered after a message, and after an event. */
export function windowLimitsOf(config: OfficialInboxConfig) {
  return {
    message: { durationMs: config.replyMinutes * MINUTE_MS, count: config.replyCount },
    event: { durationMs: config.eventMinutes * MINUTE_MS, count: config.eventCount },
  } as const;
}
