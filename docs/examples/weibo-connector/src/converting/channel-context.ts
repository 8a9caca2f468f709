import { z } from 'zod';

/** What a reply will need. */
export const ChannelContext = z.object({
  userId: z.string(),
  /** Of the message that is answered. */
  messageId: z.string(),
  /** When the window of that message ends, in ms. */
  until: z.number(),
  /** A mention is answered once. */
  once: z.boolean(),
});
export type ChannelContext = z.infer<typeof ChannelContext>;
