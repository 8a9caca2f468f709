import { z } from 'zod';
import { shape } from './shape.js';
import { TicketFilterQuery } from './ticket-query.js';

type Name = keyof typeof TicketFilterQuery.shape;
const NAMES = Object.keys(TicketFilterQuery.shape) as Name[];
const each = <T extends z.ZodType>(value: T) => Object.fromEntries(NAMES.map((name) => [name, value])) as Record<Name, T>;

const word = z.string().max(500).optional();
/** Read as `GET /tickets` reads it, and kept as it was written. */
const asked = z
  .strictObject(each(z.union([z.string().max(500), z.literal(true).transform(() => 'true')]).optional()))
  .superRefine((query, context) => {
    const read = TicketFilterQuery.safeParse(query);
    for (const { path, message } of read.error?.issues ?? []) context.addIssue({ code: 'custom', path: [...path], message });
  })
  .describe('as GET /tickets takes it, without limit, cursor and sort');
const name = z.string().trim().min(1).max(100);

export const ViewShape = shape(
  'View',
  z.object({
    id: z.string().describe('of built-in ones: mine, group, unassigned, overdue, review, spam'),
    kind: z.enum(['built-in', 'own']),
    name: z.string().nullable().describe('null: the reader has a word for it'),
    query: z.object(each(word)).describe('what GET /tickets is to be asked'),
    count: z.int().describe('of its tickets: open work (new, open, pending), unless the query names states or a box'),
    atLeast: z.boolean().describe('there are more; counting stops at 1 000'),
  }),
);
export const ViewListShape = shape('ViewList', z.object({ items: z.array(ViewShape), nextCursor: z.null() }));
export const NewView = shape('NewView', z.strictObject({ name, query: asked }));
export type NewView = z.infer<typeof NewView>;
export const ViewChange = shape(
  'ViewChange',
  z
    .strictObject({ name: name.optional(), query: asked.optional() })
    .refine((change) => change.name !== undefined || change.query !== undefined, 'names nothing to change'),
);
export type ViewChange = z.infer<typeof ViewChange>;
