import { z } from 'zod';
import { Instant, shape } from './shape.js';

export const RecordingAccessListShape = shape(
  'RecordingAccessList',
  z.object({
    items: z.array(
      z.object({
        actor: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
        firstByte: z.int(),
        lastByte: z.int(),
        at: Instant,
      }),
    ),
    nextCursor: z.null(),
  }),
);
