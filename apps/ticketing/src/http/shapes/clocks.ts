import { z } from 'zod';
import { CLOCK_KINDS } from '../../desk/schema/targets.js';
import { AskedInstant, Cursor, Instant, Limit, pageOf, shape } from './shape.js';

export const ClockShape = shape(
  'Clock',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    kind: z.enum(CLOCK_KINDS),
    target: z.string().nullable().describe('key of the target it runs by; null: none holds, it only measures'),
    calendar: z.string().nullable().describe('whose hours and kinds of day'),
    channel: z.string().nullable().describe('of the desk, that it began on'),
    state: z.enum(['running', 'paused', 'warned', 'breached', 'met', 'cancelled']),
    startedAt: Instant,
    dueAt: Instant.nullable().describe('null while it stands still, or where no target holds'),
    warnAt: Instant.nullable(),
    pausedAt: Instant.nullable().describe('since when it waits for the customer'),
    warnedAt: Instant.nullable(),
    breachedAt: Instant.nullable().describe('when it ran out, met later or not'),
    metAt: Instant.nullable(),
    metBy: z.uuid().nullable().describe('the entry that met it'),
    cancelledAt: Instant.nullable(),
    cancelledFor: z.string().nullable().describe('solved, closed, merged, moved, reopened, ended: why nobody waits for it any more'),
    leftMs: z.int().nullable().describe('by the wall clock until it is due; negative when it was'),
    deskVersion: z.int().describe('of the desk that judged it last'),
  }),
);
export const ClockListShape = shape('ClockList', z.object({ items: z.array(ClockShape), nextCursor: z.null() }));
export const ClockPageShape = pageOf(
  'ClockPage',
  ClockShape.extend({
    ticketNumber: z.string(),
    subject: z.string().describe('of its ticket'),
    group: z.uuid().nullable().describe('that has its ticket'),
    assignee: z.uuid().nullable(),
    ticketVersion: z.int().describe('send it as expectedVersion to change only what you saw'),
  }),
);

export const ClockQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  state: z
    .enum(['open', 'breached', 'overdue'])
    .default('open')
    .describe('open: due first comes first; breached: the last comes first, met later or not; overdue: of those only what waits still'),
  kind: z.enum(CLOCK_KINDS).optional(),
  channel: z.string().min(1).max(64).optional(),
  group: z.uuid().optional().describe('id of the group that has the ticket'),
});
export type ClockQuery = z.infer<typeof ClockQuery>;

const words = (most: number) => z.string().trim().min(1).max(most);

export const NewContactRecord = shape(
  'NewContactRecord',
  z.strictObject({
    way: words(60).describe('phone, visit, …: by which way that no channel saw'),
    reached: z.boolean().describe('did you get hold of him? Only then a response clock stops'),
    at: AskedInstant.optional().describe('now where absent; to the minute is enough'),
    content: words(10_000),
    result: words(2_000).optional(),
    errorText: words(4_000).optional().describe('the error as the customer read it out'),
  }),
);
export type NewContactRecord = z.infer<typeof NewContactRecord>;
