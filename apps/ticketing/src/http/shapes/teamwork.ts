import { z } from 'zod';
import { MACRO_ACTS } from '../../teamwork/describe-macro.js';
import { LINK_KINDS } from '../../teamwork/ticket-links.js';
import { AskedInstant, Instant, Localised, pageOf, shape } from './shape.js';
import { TicketPriorityShape } from './tickets.js';

const Who = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
export const WatcherPageShape = pageOf(
  'WatcherPage',
  shape('Watcher', z.object({ agentId: z.uuid(), displayName: z.string(), since: Instant })),
);
export const TicketLinkShape = shape(
  'TicketLink',
  z.object({
    id: z.uuid(),
    kind: z.string().describe('as this ticket sees it'),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    subject: z.string(),
    status: z.string(),
    actor: Who,
    madeAt: Instant,
  }),
);
export const TicketLinkPageShape = pageOf('TicketLinkPage', TicketLinkShape);
export const NewTicketLink = shape(
  'NewTicketLink',
  z.strictObject({ ticket: z.string().min(1).max(64).describe('id or number'), kind: z.enum(LINK_KINDS).default('related') }),
);
export type NewTicketLink = z.infer<typeof NewTicketLink>;
export const SnoozeShape = shape(
  'Snooze',
  z.object({ ticketId: z.uuid(), ticketNumber: z.string(), until: Instant, note: z.string().nullable(), actor: Who, setAt: Instant }),
);
export const SnoozePageShape = pageOf('SnoozePage', SnoozeShape);
export const NewSnooze = shape(
  'NewSnooze',
  z.strictObject({
    until: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    note: z.string().trim().min(1).max(1_000).optional(),
    expectedVersion: z.int().optional(),
  }),
);
export type NewSnooze = z.infer<typeof NewSnooze>;

const word = z.string().trim().min(1).max(100).nullable().optional();
export const BulkActionShape = shape(
  'BulkAction',
  z.object({
    id: z.uuid().describe('taken back by DELETE /bulk-actions/{actionId}'),
    kind: z.string(),
    actor: Who,
    madeAt: Instant,
    undoneAt: Instant.nullable(),
    changed: z.array(z.uuid()).describe('tickets it changed'),
    refused: z
      .array(z.object({ ticket: z.string().describe('id, or as it was asked for'), code: z.string(), detail: z.string() }))
      .describe('tickets for which it could not be done; the others are changed all the same'),
    left: z.array(z.uuid()).describe('tickets that somebody else changed meanwhile: left as they are, at least in part'),
  }),
);
export const NewBulkAction = shape(
  'NewBulkAction',
  z.strictObject({
    tickets: z.array(z.string().min(1).max(64)).min(1).max(200).describe('ids or numbers'),
    expectedVersions: z.record(z.string(), z.int()).default({}).describe('by id or number; a ticket that is at another is left as it is'),
    changes: z
      .strictObject({
        status: z.enum(['open', 'pending', 'solved', 'closed']).optional(),
        priority: TicketPriorityShape.optional(),
        category: word,
        group: word.describe('key or id'),
        assignee: z.uuid().nullable().optional(),
        requestType: word,
        stage: word,
        urgency: word,
        addTags: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
        removeTags: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
        fields: z.record(z.string().min(1).max(64), z.unknown()).optional(),
      })
      .refine((changes) => Object.keys(changes).length > 0, 'changes nothing'),
  }),
);
export type NewBulkAction = z.infer<typeof NewBulkAction>;
export const MacroPageShape = pageOf(
  'MacroPage',
  shape(
    'Macro',
    z.object({
      key: z.string(),
      name: z.string(),
      names: Localised.describe('as the desk’s file has it'),
      does: z.array(z.string()).describe('in words'),
      acts: z.array(
        z.object({
          act: z.enum(MACRO_ACTS),
          of: z.string().optional().describe('key of the template, field or checklist; the tag'),
          value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional().describe('what a field becomes; hours'),
        }),
      ),
    }),
  ),
);
export const MacroRun = shape('MacroRun', z.strictObject({ macro: z.string().min(1).max(64), expectedVersion: z.int().optional() }));
export type MacroRun = z.infer<typeof MacroRun>;

export const TicketChangeListShape = pageOf(
  'TicketChangeList',
  shape(
    'MadeTicketChange',
    z.object({
      at: Instant,
      by: Who,
      kind: z.string().describe('edit, bulk, macro KEY; undo: an earlier one was taken back'),
      changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
    }),
  ),
);
export const TicketChangesQuery = z.strictObject({ since: AskedInstant.optional().describe('only those made after it') });
export type TicketChangesQuery = z.infer<typeof TicketChangesQuery>;
