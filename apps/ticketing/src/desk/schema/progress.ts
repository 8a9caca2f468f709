import { z } from 'zod';

/** How customers see how their requests stand. */
export const ProgressSection = z
  .strictObject({
    link: z.boolean().default(false).describe('a signed link goes out with the number; http.publicUrl must be set'),
    days: z.int().min(1).max(730).default(90).describe('for which a link is good'),
  })
  .prefault({});
