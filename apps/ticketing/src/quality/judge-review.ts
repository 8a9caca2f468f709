import { createHash } from 'node:crypto';
import type { ReviewSheet } from '../desk/schema/quality.js';

/** Whether an entry is in the sample: the same in every process and whenever it is asked. */
export function isChosen(sheet: string, entryId: string, share: number): boolean {
  if (share >= 1) return true;
  const value = createHash('sha256').update(`${sheet}:${entryId}`).digest().readUInt32BE(0);
  return value < share * 2 ** 32;
}

/** Weighted mean of the points, 0 to 100, to a tenth. Null when a criterion has none. */
export function judge(
  { criteria, passAt }: Pick<ReviewSheet, 'criteria' | 'passAt'>,
  scores: Readonly<Record<string, number>>,
): { result: number; passed: boolean } | null {
  if (criteria.some(({ key }) => scores[key] === undefined)) return null;
  const weight = criteria.reduce((sum, each) => sum + each.weight, 0);
  const sum = criteria.reduce((total, each) => total + each.weight * scores[each.key]!, 0);
  const result = Math.round((sum / weight) * 10) / 10;
  return { result, passed: result >= passAt };
}
