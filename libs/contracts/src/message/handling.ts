import { z } from 'zod';

/** Something a person should do, besides answering: ring back, take over a call. `key`: one task of a message, however often it is revised. */
export const WantedTask = z.object({
  key: z.string().min(1).max(64),
  kind: z.string().min(1).max(40),
  /** In words for who does it. */
  text: z.string().max(2_000),
  dueAt: z.iso.datetime().optional(),
});
export type WantedTask = z.infer<typeof WantedTask>;

/** A question that the desk answers by itself: how a request stands. `number`: of a ticket, or of an order; without: the sender's newest ones. */
export const Asked = z.object({ about: z.enum(['progress']), number: z.string().min(1).max(60).optional() });
export type Asked = z.infer<typeof Asked>;

/**
 * What the door a message came by asks of the desk: an emergency button, a missed call, an appeal. The desk follows it where nothing of its own
 * speaks against it. A customer's words never become this by themselves: the connector's configuration does.
 */
export const Handling = z.object({
  /** Of the ticket it opens; one it joins is raised to it, never lowered. */
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  category: z.string().min(1).max(200).optional(),
  /** Number of an order or a case elsewhere that the ticket it opens is about. */
  reference: z.string().min(1).max(100).optional(),
  /** It only asks: it moves no ticket, and waits for no person. */
  asks: Asked.optional(),
  tasks: z.array(WantedTask).max(5).optional(),
  /** How the sender sounded, told from his voice by what the door is connected to. */
  mood: z.enum(['angry', 'upset', 'neutral', 'satisfied']).optional(),
  /** Extensions at which it rings just now: their agents are told at once. */
  rings: z.array(z.string().min(1).max(40)).max(20).optional(),
  /** The ticket it opens is seen by supervisors and by who it is assigned to. */
  confidential: z.boolean().optional(),
  /** Nothing is answered in the ticket it opens until its contact has proved this address. */
  proof: z.object({ scheme: z.string().min(1).max(40), value: z.string().min(1).max(320) }).optional(),
});
export type Handling = z.infer<typeof Handling>;
