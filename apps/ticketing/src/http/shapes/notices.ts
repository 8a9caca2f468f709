import { z } from 'zod';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

export const NoticeShape = shape(
  'Notice',
  z.object({
    id: z.uuid(),
    kind: z.string().describe('clock_breached, escalated, …'),
    text: z.string(),
    ticketId: z.uuid().nullable(),
    createdAt: Instant,
    seenAt: Instant.nullable().describe('by who asks'),
  }),
);
export const NoticePageShape = pageOf('NoticePage', NoticeShape);

export const NoticeQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  unseen: z.stringbool().optional(),
  kind: z.string().min(1).max(60).optional(),
  ticket: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
});
export type NoticeQuery = z.infer<typeof NoticeQuery>;
