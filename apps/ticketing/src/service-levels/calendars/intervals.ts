/** From (included) to (not included), in milliseconds since 1970 UTC. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Sorted, apart from each other, none empty. */
export type Intervals = readonly Interval[];

export function unite(intervals: readonly Interval[]): Intervals {
  const sorted = intervals.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = united.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}

export function subtract(intervals: Intervals, hole: Interval): Intervals {
  if (hole.to <= hole.from) return intervals;
  return intervals.flatMap((interval) =>
    interval.to <= hole.from || interval.from >= hole.to
      ? [interval]
      : [
          { from: interval.from, to: hole.from },
          { from: hole.to, to: interval.to },
        ].filter(({ from, to }) => to > from),
  );
}

export function clip(intervals: readonly Interval[], { from, to }: Interval): Interval[] {
  return intervals
    .map((interval) => ({ from: Math.max(interval.from, from), to: Math.min(interval.to, to) }))
    .filter((interval) => interval.to > interval.from);
}
