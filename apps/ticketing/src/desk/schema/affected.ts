import { z } from 'zod';

const Words = z.array(z.string().trim().min(1).max(200)).min(1).max(200);

/** Whom an incident touches: of each list one; all lists that are given. Of tickets only those that are not done. */
export const Affected = z
  .strictObject({
    plans: Words,
    classes: Words,
    companies: Words,
    fields: z
      .record(z.string().min(1).max(64), z.union([z.string(), z.number(), z.boolean()]))
      .describe('of the customer: region, product …'),
    categories: Words.describe('of a ticket of his'),
    tags: Words.describe('of a ticket of his'),
    inboxes: Words.describe('by which he wrote one'),
  })
  .partial()
  .refine((filter) => Object.keys(filter).length > 0, 'names nobody');
export type Affected = z.infer<typeof Affected>;
