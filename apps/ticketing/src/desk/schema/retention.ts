import { z } from 'zod';
import { type DeskFault, Key } from './keys.js';

const days = z.int().min(1).max(36_500);
const words = z.array(z.string().min(1)).optional();

/** Tickets that are kept for the same time. The first class that fits decides. */
const RetentionClass = z.strictObject({
  key: Key,
  where: z
    .strictObject({ requestTypes: words, categories: words, channels: words, tags: words, groups: z.array(Key).optional() })
    .default({})
    .describe('all that is named must fit, one of each list; nothing: every ticket'),
  keepDays: days.describe('after it was closed and nothing happened to it; then its words and files go, and its figures stay'),
});

/** How long what is kept of whom. */
export const RetentionSection = z
  .strictObject({
    classes: z.array(RetentionClass).default([]).describe('tickets of no class are kept for ever'),
    recordingsAtLeastDays: days
      .optional()
      .describe(
        'recordings of calls are kept for so long, with their entry, whatever else is pruned or erased; then they go by themselves',
      ),
  })
  .prefault({});
export type RetentionSection = z.infer<typeof RetentionSection>;

interface Sections {
  readonly retention: RetentionSection;
  readonly groups: Readonly<Record<string, unknown>>;
}

export function findRetentionFaults({ retention, groups }: Sections): DeskFault[] {
  const { classes } = retention;
  return classes.flatMap(({ key, where }, index): DeskFault[] => {
    const at = ['retention', 'classes', index];
    const doubled = classes.findIndex((each) => each.key === key) < index;
    const last = Object.keys(where).length === 0 && index < classes.length - 1;
    const strange = (where.groups ?? []).filter((group) => !(group in groups));
    return [
      ...(doubled ? [{ path: [...at, 'key'], problem: `class ${key} is there twice` }] : []),
      ...(last
        ? [
            {
              path: at,
              problem: `class ${key} fits every ticket, so that none of those behind it is ever asked`,
              allowed: 'the last place',
            },
          ]
        : []),
      ...strange.map((group) => ({
        path: [...at, 'where', 'groups'],
        problem: `there is no group "${group}"`,
        allowed: Object.keys(groups).join(', '),
      })),
    ];
  });
}
