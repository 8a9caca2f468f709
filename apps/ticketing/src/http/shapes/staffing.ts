import { z } from 'zod';
import { Instant, shape } from './shape.js';

export const ChannelAlarmListShape = shape(
  'ChannelAlarmList',
  z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        channel: z.string(),
        lack: z.enum(['people', 'connection']),
        detail: z.string(),
        since: Instant,
        raisedAt: Instant.nullable(),
        endedAt: Instant.nullable(),
      }),
    ),
    nextCursor: z.null(),
  }),
);
export const ChannelAlarmQuery = z.strictObject({ state: z.enum(['open', 'over']).optional() });
export type ChannelAlarmQuery = z.infer<typeof ChannelAlarmQuery>;
