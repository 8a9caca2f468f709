import { z } from 'zod';
import { Instant, shape } from './shape.js';

const extent = {
  tickets: z.int().min(0).describe('of his own'),
  entries: z.int().min(0).describe('of those, and what he wrote in tickets of others'),
};
const stays = {
  kept: z
    .object({ entries: z.int(), until: Instant.nullable() })
    .describe('recorded calls whose recording must be kept so long (retention.recordingsAtLeastDays): whole, and gone by themselves then'),
  logUntil: Instant.describe('when the message log has forgotten the rest'),
};
export const ForeseenErasureShape = shape(
  'ForeseenErasure',
  z.object({ ...extent, ...stays, held: z.array(z.string()).describe('what a legal hold keeps: nothing is erased while there is any') }),
);
export const Erasure = shape('Erasure', z.strictObject(extent));
export type Erasure = z.infer<typeof Erasure>;
export const ErasedPersonShape = shape(
  'ErasedPerson',
  z.object({
    ...extent,
    ...stays,
    files: z.int(),
    filesLeft: z.int().describe('that others sent too, or that are held by a backup under way; the sweep looks at them again'),
  }),
);
