import { z } from 'zod';
import { EntryId, TicketId } from '../ids.js';

const ticket = { ticketId: TicketId, number: z.string(), version: z.int(), at: z.iso.datetime() };

export const TicketOpened = z.object({ ...ticket, subject: z.string(), inboxId: z.string().optional(), contactId: z.string() });
export const TicketEntryAdded = z.object({
  ...ticket,
  entryId: EntryId,
  seq: z.int(),
  direction: z.enum(['inbound', 'outbound', 'echo', 'note', 'system']),
});
export const TicketEntryChanged = z.object({
  ...ticket,
  entryId: EntryId,
  change: z.enum(['delivery', 'revised', 'recalled', 'media', 'moved']),
});
/** A call for the ticket rings at these extensions: a screen may come up there. */
export const TicketRinging = z.object({ ...ticket, entryId: EntryId, extensions: z.array(z.string()), agentIds: z.array(z.string()) });
export const TicketAssigned = z.object({ ...ticket, assignee: z.string().nullable(), group: z.string().nullable(), reason: z.string() });
export const TicketStatusChanged = z.object({ ...ticket, from: z.string(), to: z.string(), reason: z.string() });
/** Fields of the ticket itself, each with what it was and what it is now; status and entries have events of their own. */
export const TicketChanged = z.object({
  ...ticket,
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  by: z.object({ kind: z.enum(['agent', 'rule', 'bot', 'system']), id: z.string().optional() }),
  reason: z.string(),
});
export const TicketEscalated = z.object({ ...ticket, reason: z.string(), level: z.int().optional() });
export const TicketMerged = z.object({ ...ticket, intoTicketId: TicketId, undone: z.boolean() });
/** `rating` on the scale of what was asked; without a `scale` it is 1 to 5. */
export const TicketRated = z.object({ ...ticket, rating: z.number(), scale: z.string().optional(), comment: z.string().optional() });
