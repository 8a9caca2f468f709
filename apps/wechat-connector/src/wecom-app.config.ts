import { z } from 'zod';
import type { InboxClaim } from '#runtime';
import { wecomAccountFields } from './kf.config.js';

/** One self-built app of a WeCom company: members write to it, and it writes to them. */
export const WecomAppInboxConfig = z.strictObject({
  ...wecomAccountFields,
  agentId: z.int().min(1).describe('AgentId of the app'),
  perMinute: z.int().min(1).max(1_000).default(30).describe('messages to one member in a minute; WeCom drops more without a word'),
  perHour: z.int().min(1).max(10_000).default(1_000).describe('messages to one member in an hour; WeCom drops more without a word'),
  duplicateCheckS: z
    .int()
    .min(0)
    .max(14_400)
    .default(0)
    .describe('WeCom drops a text that the member got within so many seconds, also where an agent meant to say it twice; 0: it drops none'),
});
export type WecomAppInboxConfig = z.infer<typeof WecomAppInboxConfig>;

export function claimsOfApp({ corpId, agentId }: WecomAppInboxConfig): InboxClaim[] {
  return [{ key: `wecom:${corpId}:${agentId}`, path: ['agentId'] }];
}
