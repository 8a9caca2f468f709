import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** Branches where customers come in person. */
export const VisitsSection = z
  .strictObject({
    branches: z
      .array(
        z.strictObject({
          key: Key,
          name: LocalisedText,
          origin: z.string().min(1).default('counter').describe('one of deskSettings.origins'),
        }),
      )
      .max(1_000)
      .default([]),
    receipt: Key.optional().describe('template of what the visitor is given'),
  })
  .prefault({});
export type VisitsSection = z.infer<typeof VisitsSection>;

export function findVisitFaults({
  visits,
  templates,
}: {
  readonly visits: VisitsSection;
  readonly templates: Readonly<Record<string, unknown>>;
}): DeskFault[] {
  return visits.receipt === undefined
    ? []
    : findUnknownKeys([{ path: ['visits', 'receipt'], key: visits.receipt }], Object.keys(templates), 'template');
}
