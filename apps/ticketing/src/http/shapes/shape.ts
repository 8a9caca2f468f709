import { z } from 'zod';

/** Shapes with a name in the document of the API. */
export const SHAPES = z.registry<{ id: string }>();

export function shape<T extends z.ZodType>(id: string, schema: T): T {
  SHAPES.add(schema, { id });
  return schema;
}

export function pageOf<T extends z.ZodType>(id: string, item: T) {
  return shape(id, z.object({ items: z.array(item), nextCursor: z.string().nullable() }));
}

export const Limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .meta({ examples: [50] })
  .optional();
export const Cursor = z.string().max(2_000).optional().describe('nextCursor of the page before, as it is');
export const Instant = z.iso.datetime();
/**
 * A moment that a query names: an RFC 3339 date-time with seconds and `Z` or an offset, of a day that there is. Read as a `Date`, whose
 * own reading would take much more (`7`, `May`, the 30th of February).
 */
export const AskedInstant = z
  .string()
  .toUpperCase()
  .pipe(z.iso.datetime({ offset: true }).regex(/:\d\d:\d\d/))
  .transform((text) => new Date(text))
  .pipe(z.date())
  .meta({ examples: ['2026-03-02T08:30:00Z'] });
/** A text of the desk's file: in one language for all, or by language. */
export const Localised = z.union([z.string(), z.record(z.string(), z.string())]);
/** Ids of all kinds are words; the domain says whether there is such a thing. */
export const Key = z.string().min(1).max(255);
