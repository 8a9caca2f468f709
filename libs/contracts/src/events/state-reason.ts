import { z } from 'zod';

/** What a state comes of, for programs and for who says it in another language; `values` are what its words name. */
export const StateReason = z.object({
  code: z.string().min(1).max(64),
  values: z.record(z.string().max(64), z.union([z.string().max(2_000), z.number()])).optional(),
});
export type StateReason = z.infer<typeof StateReason>;
