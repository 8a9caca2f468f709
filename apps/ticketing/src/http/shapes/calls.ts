import { z } from 'zod';
import { Instant, shape } from './shape.js';

export const OwnCallListShape = shape(
  'OwnCallList',
  z.object({
    items: z.array(
      z.object({
        ticketId: z.uuid(),
        entryId: z.uuid().describe('the call: GET /entries/{id}'),
        stage: z.enum(['rings', 'talking']),
        startedAt: Instant,
      }),
    ),
    nextCursor: z.null(),
  }),
);
