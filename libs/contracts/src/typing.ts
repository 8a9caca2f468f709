import { z } from 'zod';
import { ConversationKey, InboxId } from './ids.js';

/**
 * PostgreSQL channel on which ticketing and connectors tell each other who is typing (NOTIFY with this JSON). No event: it is best effort, may
 * be lost, and is over 5 s after it was told unless it is told again.
 */
export const TYPING_CHANNEL = 'tributary_typing';

export const Typing = z.object({
  inboxId: InboxId,
  conversationKey: ConversationKey,
  by: z.enum(['contact', 'agent']),
  /** Of an agent, as the contact may read it. */
  name: z.string().max(200).optional(),
  /** False: stopped. */
  on: z.boolean(),
});
export type Typing = z.infer<typeof Typing>;
