import type { Interval, Intervals } from './intervals.js';
import { DAY_MS } from './local-day.js';

/** What is open within a span of time. */
export type OpenTimes = (within: Interval) => Intervals;

interface Block {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Open time of the block before `starts[i]`. */
  readonly before: Float64Array;
  readonly total: number;
}

const BLOCK_MS = 64 * DAY_MS;
/** So far ahead (about 14 years) anybody looks for time that is open; then it never is. */
const MOST_BLOCKS_AHEAD = 80;

/** Open time as tables that are made once for each 64 days: what is asked often costs a search in a table. */
export class Timetable {
  private readonly blocks = new Map<number, Block>();

  constructor(readonly openTimes: OpenTimes) {}

  isOpen(instant: number): boolean {
    const block = this.blockAt(blockOf(instant));
    const index = lastAtOrBefore(block.starts, instant);
    return index >= 0 && instant < block.ends[index]!;
  }

  /** Milliseconds that are open between two instants; negative when `to` is before `from`. */
  workingTimeBetween(from: number, to: number): number {
    if (to < from) return -this.workingTimeBetween(to, from);
    const [first, last] = [blockOf(from), blockOf(to)];
    let time = this.openBefore(last, to) - this.openBefore(first, from);
    for (let number = first; number < last; number += 1) time += this.blockAt(number).total;
    return time;
  }

  /** The earliest instant by which `ms` of open time have passed since `from`; null when they never do. */
  addWorkingTime(from: number, ms: number): number | null {
    if (ms <= 0) return from;
    const first = blockOf(from);
    let wanted = ms + this.openBefore(first, from);
    for (let number = first; number < first + MOST_BLOCKS_AHEAD; number += 1) {
      const block = this.blockAt(number);
      if (wanted <= block.total) {
        const index = lastBefore(block.before, wanted);
        return block.starts[index]! + (wanted - block.before[index]!);
      }
      wanted -= block.total;
    }
    return null;
  }

  /** The first open instant from `instant` on, itself included; null when there is none. */
  nextOpening(instant: number): number | null {
    if (this.isOpen(instant)) return instant;
    const first = blockOf(instant);
    for (let number = first; number < first + MOST_BLOCKS_AHEAD; number += 1) {
      const { starts } = this.blockAt(number);
      const index = number === first ? lastAtOrBefore(starts, instant) + 1 : 0;
      if (index < starts.length) return starts[index]!;
    }
    return null;
  }

  /** The first instant from `instant` on that is closed; null when there is none, as with 24 hours a day. */
  nextClosing(instant: number): number | null {
    let at = instant;
    for (let number = blockOf(instant), tries = 0; tries < MOST_BLOCKS_AHEAD; number += 1, tries += 1) {
      const block = this.blockAt(number);
      const index = lastAtOrBefore(block.starts, at);
      if (index < 0 || at >= block.ends[index]!) return at;
      at = block.ends[index]!;
      if (at < (number + 1) * BLOCK_MS) return at;
    }
    return null;
  }

  private openBefore(number: number, instant: number): number {
    const block = this.blockAt(number);
    const index = lastAtOrBefore(block.starts, instant);
    return index < 0 ? 0 : block.before[index]! + Math.min(instant, block.ends[index]!) - block.starts[index]!;
  }

  private blockAt(number: number): Block {
    const known = this.blocks.get(number);
    if (known !== undefined) return known;
    const block = toBlock(this.openTimes({ from: number * BLOCK_MS, to: (number + 1) * BLOCK_MS }));
    this.blocks.set(number, block);
    return block;
  }
}

function blockOf(instant: number): number {
  return Math.floor(instant / BLOCK_MS);
}

function toBlock(intervals: Intervals): Block {
  const before = new Float64Array(intervals.length);
  let total = 0;
  intervals.forEach(({ from, to }, index) => {
    before[index] = total;
    total += to - from;
  });
  return { starts: Float64Array.from(intervals, ({ from }) => from), ends: Float64Array.from(intervals, ({ to }) => to), before, total };
}

function lastAtOrBefore(sorted: Float64Array, value: number): number {
  let [low, high] = [-1, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

function lastBefore(sorted: Float64Array, value: number): number {
  let [low, high] = [-1, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle;
    else high = middle;
  }
  return low;
}
