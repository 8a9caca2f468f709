import type { InboxClaim } from '#runtime';
import { hash } from 'node:crypto';
import { z } from 'zod';

/** A certificate name before the underscore, as puppet services want it: `insecure_<uuid>`. */
const NAMED_TOKEN = /^[^_\s]+_\S+$/;

const Tls = z
  .strictObject({
    disable: z.boolean().default(false).describe('speak without TLS, for a service on this machine or in a closed network'),
    caCert: z.string().optional().describe('PEM of the authority that signed the service; default: the one that puppet services come with'),
    serverName: z
      .string()
      .optional()
      .describe('name in the certificate of the service; default: what stands before the underscore of the token'),
  })
  .prefault({});

/** Which messages of rooms become tickets (D3.7). The rest is kept in one folded ticket a room. */
export const RoomRule = z.enum(['mentions', 'members', 'all', 'none']);
export type RoomRule = z.infer<typeof RoomRule>;

export const PersonalInboxConfig = z
  .strictObject({
    endpoint: z
      .string()
      .regex(/^[^\s/:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, 'host and port of the puppet service, e.g. 127.0.0.1:8788')
      .describe('host and port of the puppet service'),
    token: z.string().min(1).describe('token of the puppet service'),
    displayName: z.string().max(200).optional().describe('what agents see of the account'),
    tls: Tls,
    rooms: RoomRule.default('mentions').describe(
      'messages of rooms that become tickets: those that mention the account; also those of members; all; none',
    ),
    roomMembers: z
      .array(z.string().min(1).max(320))
      .max(10_000)
      .default([])
      .describe('members for `rooms: members`, by id or by the remark that the account gave them; its friends are members too'),
    mentionAsker: z.boolean().default(true).describe('answers in a room mention who asked'),
    maxMediaBytes: z
      .int()
      .min(1)
      .default(100 * 1024 * 1024)
      .describe('larger files are not fetched; the entry says so'),
    maxSendBytes: z
      .int()
      .min(1)
      .default(25 * 1024 * 1024)
      .describe('larger files are not sent'),
    maxTextCharacters: z
      .int()
      .min(50)
      .default(2_000)
      .describe('longer texts are refused, or sent in pieces where the reply may be adapted'),
    echoWaitMs: z.int().min(100).default(30_000).describe('how long an answer waits to be seen in the account before it is called unknown'),
    probeMs: z.int().min(50).default(20_000).describe('pause between two questions whether the event stream lives'),
    silenceMs: z.int().min(100).default(60_000).describe('an event stream that says nothing for so long, asked, is opened anew'),
    reconnectBackoffMs: z
      .array(z.int().min(1))
      .min(1)
      .default([50, 200, 1_000, 5_000, 30_000])
      .describe('pauses before the link is tried again'),
  })
  .refine(({ token, tls }) => tls.disable || tls.serverName !== undefined || NAMED_TOKEN.test(token), {
    path: ['token'],
    message: 'starts with the name in the certificate of the service and an underscore (insecure_…), or tls.serverName says it',
  });
export type PersonalInboxConfig = z.infer<typeof PersonalInboxConfig>;

/** One token is one account: a service gives its events to one reader only. What is claimed is shown to people, so the token is not in it. */
export function claimsOf({ endpoint, token }: PersonalInboxConfig): InboxClaim[] {
  const print = hash('sha256', token, 'hex').slice(0, 12);
  return [{ key: `puppet service ${endpoint.toLowerCase()}, token with print ${print}`, path: ['endpoint'] }];
}
