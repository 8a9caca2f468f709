import { z } from 'zod';

/** How a conversation may be answered now. `remaining`: messages until the customer acts again; absent where the channel has no such limit. */
export const ReplyWindow = z.object({
  open: z.boolean(),
  endsAt: z.iso.datetime().optional(),
  remaining: z.int().optional(),
  reason: z.string().optional(),
});
export type ReplyWindow = z.infer<typeof ReplyWindow>;
