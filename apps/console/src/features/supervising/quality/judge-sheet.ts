import type { Sheet } from '../desk-profile.js';

/** The weighted mean of points, 0 to 100, to a tenth, as the server judges; null until each criterion has some. */
export function judgeSheet({ criteria }: Pick<Sheet, 'criteria'>, scores: Readonly<Record<string, number>>): number | null {
  if (criteria.length === 0 || criteria.some(({ key }) => scores[key] === undefined)) return null;
  const weight = criteria.reduce((sum, each) => sum + each.weight, 0);
  const sum = criteria.reduce((total, { key, weight: own }) => total + own * scores[key]!, 0);
  return Math.round((sum / weight) * 10) / 10;
}
