import { z } from 'zod';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

export const TaskShape = shape(
  'Task',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    entryId: z.uuid().describe('the message that asks for it'),
    kind: z.string().describe('callback, transfer, …: a word of the door it came by'),
    text: z.string(),
    dueAt: Instant.nullable(),
    createdAt: Instant,
    doneAt: Instant.nullable(),
    doneBy: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }).nullable(),
    outcome: z.string().nullable(),
    groupId: z.uuid().nullable().describe('another group’s part of the work'),
    assigneeId: z.uuid().nullable().describe('who of that group has it; null: all of them'),
  }),
);
export const TaskPageShape = pageOf('TaskPage', TaskShape);

export const TaskQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  state: z.enum(['open', 'done']).optional(),
  kind: z.string().min(1).max(40).optional(),
  group: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
  ticket: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
});
export type TaskQuery = z.infer<typeof TaskQuery>;

export const TaskOutcome = shape('TaskOutcome', z.strictObject({ outcome: z.string().trim().min(1).max(5_000).optional() }));
export type TaskOutcome = z.infer<typeof TaskOutcome>;
