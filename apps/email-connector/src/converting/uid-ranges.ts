/** UIDs `from` to `to`, both included. Ranges, not lists: a server may leave millions of UIDs out. */
export interface UidRange {
  readonly from: number;
  readonly to: number;
}

/** What of `range` is not in `present`, ascending. */
export function findMissing(range: UidRange, present: readonly number[]): UidRange[] {
  const missing: UidRange[] = [];
  let next = range.from;
  for (const uid of [...present].sort((a, b) => a - b)) {
    if (uid < next || uid > range.to) continue;
    if (uid > next) missing.push({ from: next, to: uid - 1 });
    next = uid + 1;
  }
  if (next <= range.to) missing.push({ from: next, to: range.to });
  return missing;
}

/** Ascending, neighbours joined. */
export function joinRanges(ranges: readonly UidRange[]): UidRange[] {
  const joined: UidRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && range.from <= last.to + 1) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else joined.push(range);
  }
  return joined;
}
