import { z } from 'zod';

/** One configured account on a channel; everything but `id` and `channel` belongs to the channel's connector, which validates it. */
export const InboxSettings = z.looseObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower case letters, digits and dashes, at most 64')
    .describe('stable name of the inbox; appears in every message that came through it'),
  channel: z.string().min(1).describe('kind of medium: email'),
  provider: z.string().optional().describe('which connector of the channel; default: the only one'),
  numberCode: z
    .string()
    .regex(/^[A-Z0-9]{1,8}$/)
    .optional()
    .describe('code in the numbers of tickets opened here; default EML for email'),
});
export type InboxSettings = z.infer<typeof InboxSettings>;
