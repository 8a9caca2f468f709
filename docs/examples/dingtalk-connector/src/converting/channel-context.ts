import { z } from 'zod';

/** What a reply will need: ticketing keeps it and gives it back untouched. */
export const ChannelContext = z.object({
  /** Where the message was written; absent when it was alone with the robot. */
  group: z.string().optional(),
  /** Absent for somebody who is no colleague: nothing but the webhook reaches him. */
  staffId: z.string().optional(),
  webhook: z.object({ url: z.string(), until: z.number() }).optional(),
});
export type ChannelContext = z.infer<typeof ChannelContext>;
