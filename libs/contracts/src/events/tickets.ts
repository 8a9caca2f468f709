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
/** A promise that runs for the ticket: it began, was warned of, ran out, was kept, or counts otherwise now. */
export const TicketClockChanged = z.object({
  ...ticket,
  clockId: z.uuid(),
  kind: z.string().describe('response, nextResponse, resolution, progress, pickup, firstLine, greeting'),
  change: z.enum(['started', 'warned', 'breached', 'met', 'paused', 'resumed', 'rejudged', 'reopened', 'cancelled']),
  target: z.string().nullable().describe('key of the target it runs by; null where none holds'),
  startedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable().describe('null while it stands still, or where no target holds'),
  metAt: z.iso.datetime().optional(),
  /** Was it kept, of one that was met. */
  inTime: z.boolean().optional(),
});
export const TicketEscalated = z.object({ ...ticket, reason: z.string(), level: z.int().optional() });
export const TicketMerged = z.object({ ...ticket, intoTicketId: TicketId, undone: z.boolean() });
/** `rating` on the scale of what was asked; without a `scale` it is 1 to 5. */
export const TicketRated = z.object({ ...ticket, rating: z.number(), scale: z.string().optional(), comment: z.string().optional() });
