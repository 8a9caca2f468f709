import { z } from 'zod';
import type { DeskFault } from './keys.js';
import { Key } from './keys.js';
import { Lapse } from './lapses.js';
import { LocalisedText } from './texts.js';

/** By what recordings or answers are reviewed. Points are 0 to 100 each; the result is their weighted mean. */
export const ReviewSheet = z.strictObject({
  name: LocalisedText,
  reviews: z.enum(['recordings', 'answers']),
  share: z.number().min(0).max(1).default(1).describe('of all that are reviewed: 1 is every one, 0.05 a sample of five in a hundred'),
  within: Lapse.optional().describe('supervisors are told of what waits longer for its review; absent: of nothing'),
  passAt: z.number().min(0).max(100).default(60),
  criteria: z
    .array(z.strictObject({ key: Key, name: LocalisedText, weight: z.number().positive() }))
    .min(1)
    .max(50),
});
export type ReviewSheet = z.infer<typeof ReviewSheet>;

export const QualitySection = z.strictObject({ sheets: z.record(Key, ReviewSheet).default({}) }).prefault({});
export type QualitySection = z.infer<typeof QualitySection>;

export function findQualityFaults({ quality }: { readonly quality: QualitySection }): DeskFault[] {
  return Object.entries(quality.sheets).flatMap(([sheet, { criteria }]) => {
    const keys = criteria.map(({ key }) => key);
    return keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) => ({ path: ['quality', 'sheets', sheet, 'criteria'], problem: `two criteria are called "${key}"` }));
  });
}
