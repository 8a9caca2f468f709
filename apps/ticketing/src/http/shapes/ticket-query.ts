import { z } from 'zod';
import { AskedInstant, Cursor, Limit } from './shape.js';
import { PRIORITIES, STATUSES } from './tickets.js';

/** `a,b` in a query. */
const list = <T extends string>(words: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words)))
    .optional();
const idOrWord = <T extends string>(word: T) =>
  z
    .union([z.uuid(), z.literal('none'), z.literal(word)])
    .transform((id) => (id === 'none' ? null : id))
    .meta({ examples: ['none', word] })
    .optional();
const yes = z
  .literal('true')
  .transform(() => true as const)
  .meta({ examples: ['true'] })
  .optional();

/** What tickets are asked for by; a view keeps it. */
export const TicketFilterQuery = z.strictObject({
  status: list(STATUSES).describe('one or several, with commas between'),
  priority: list(PRIORITIES),
  category: z.string().optional(),
  requestType: z.string().optional(),
  tag: z.string().optional(),
  group: idOrWord('mine').describe('id of a group, none, or mine: any group of who asks'),
  assignee: idOrWord('me').describe('id of an agent, none, or me'),
  overdue: yes.describe('a clock of it ran out and still runs'),
  watching: yes.describe('who asks watches it'),
  snoozed: yes.describe('it sleeps'),
  contact: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
  channel: z.string().optional(),
  inboxId: z.string().optional(),
  q: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['printer'] })
    .optional()
    .describe('words of the subject, or how the number begins'),
  text: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ examples: ['printer 2026'] })
    .optional()
    .describe(
      'found anywhere: how the number begins, a part of the subject, words of any entry (each of them in some entry; Chinese too), name and addresses of the contact, number of an order',
    ),
  box: z.enum(['review', 'quarantine', 'folded']).optional(),
  updatedSince: AskedInstant.optional(),
});
export type TicketFilterQuery = z.infer<typeof TicketFilterQuery>;

export const TicketQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  sort: z
    .enum(['opened', 'updated'])
    .optional()
    .describe('opened: newest first. updated: least recently changed first, for following changes'),
  ...TicketFilterQuery.shape,
});
export type TicketQuery = z.infer<typeof TicketQuery>;
