import { z } from 'zod';
import { Instant, Key, shape } from './shape.js';

export const MoveShape = shape(
  'Move',
  z.object({
    id: z.uuid(),
    kind: z.enum(['move', 'merge', 'split']),
    fromTicket: z.uuid(),
    toTicket: z.uuid(),
    entryIds: z.array(z.uuid()),
    actor: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
    madeAt: Instant,
    undoneAt: Instant.nullable(),
    href: z.string().describe('DELETE it to undo the move'),
  }),
);
export const MoveListShape = shape('MoveList', z.object({ items: z.array(MoveShape), nextCursor: z.null() }));

const entryIds = z.array(z.uuid()).min(1).max(1_000);
const expectedVersion = z.int().optional();

export const NewMove = shape('NewMove', z.strictObject({ entryIds, toTicket: Key.describe('id or number'), expectedVersion }));
export type NewMove = z.infer<typeof NewMove>;
export const NewMerge = shape('NewMerge', z.strictObject({ intoTicket: Key.describe('id or number'), expectedVersion }));
export type NewMerge = z.infer<typeof NewMerge>;
export const NewSplit = shape(
  'NewSplit',
  z.strictObject({ entryIds, subject: z.string().trim().min(1).max(998).optional(), expectedVersion }),
);
export type NewSplit = z.infer<typeof NewSplit>;

export const Review = shape('Review', z.strictObject({ decision: z.enum(['accept', 'reject']) }));
export type Review = z.infer<typeof Review>;
export const ReviewResultShape = shape(
  'ReviewResult',
  z.object({ decision: z.enum(['accept', 'reject']), move: MoveShape.nullable().describe('what accepting did, undoable') }),
);
