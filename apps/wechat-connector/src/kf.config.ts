import { z } from 'zod';
import type { InboxClaim } from '#runtime';
import { toAesKey } from './converting/callback-crypto.js';

const MIN_POLL_MS = 1_000;

/** What every inbox in a WeCom company needs. */
export const wecomAccountFields = {
  corpId: z.string().min(1).max(64).describe('企业 ID: 我的企业 → 企业信息'),
  secret: z.string().min(1).describe('secret of the app that the API is called by'),
  token: z.string().min(1).describe('Token of the callback (接收消息服务器)'),
  encodingAesKey: z
    .string()
    .refine((key) => toAesKey(key) !== null, 'the EncodingAESKey of the callback: 43 characters of base64')
    .describe('EncodingAESKey of the callback'),
  displayName: z.string().max(200).optional().describe('name that agents see'),
  address: z.string().max(320).optional().describe('where customers write to, as agents are shown it: a link or a name'),
  language: z.enum(['zh', 'en']).default('zh').describe('of words that stand for what could not be sent'),
  baseUrl: z.url().default('https://qyapi.weixin.qq.com').describe('another only for tests and proxies'),
  timeoutMs: z.int().min(100).max(60_000).default(8_000).describe('of one call of the API'),
};

/** One 微信客服 account. */
export const KfInboxConfig = z.strictObject({
  ...wecomAccountFields,
  secret: z.string().min(1).describe('secret of the app 微信客服, or of an app that manages the account by API'),
  openKfId: z.string().min(1).max(128).describe('open_kfid of the account'),
  welcomeText: z.string().min(1).max(2_000).optional().describe('sent to who enters the session, where the platform lets us'),
  pollIntervalMs: z
    .int()
    .min(MIN_POLL_MS)
    .default(120_000)
    .describe('how often to look without having been called: a lost callback costs this much; WeCom rations such looks'),
  voiceFormat: z.enum(['amr', 'silk']).default('amr').describe('in which form voice messages are fetched'),
});
export type KfInboxConfig = z.infer<typeof KfInboxConfig>;

/** Two inboxes on one account would each move a cursor of their own: every message twice. */
export function claimsOfKf({ corpId, openKfId }: KfInboxConfig): InboxClaim[] {
  return [{ key: `kf:${corpId}:${openKfId}`, path: ['openKfId'] }];
}
