/** Wait before the next try: the list's entry for the number of failures (the last one repeats), ± 20 % so that many do not try at once. */
export function computeBackoff(waitsMs: readonly number[], failures: number, random: () => number = Math.random): number {
  const wait = waitsMs[Math.min(Math.max(failures, 1), waitsMs.length) - 1] ?? 1_000;
  return Math.round(wait * (0.8 + 0.4 * random()));
}
