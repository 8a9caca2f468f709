import { DAY_MS, type LocalDay, MINUTE_MS } from './local-day.js';

interface YearOfOffsets {
  /** `offsets[i]` holds from `changes[i]` on. */
  readonly changes: readonly number[];
  readonly offsets: readonly number[];
}

/** Between two looks at a zone's clock there is at most one change: Morocco puts two within 30 days. */
const LOOK_EVERY_MS = 8 * DAY_MS;

/**
 * A place's clock, from the IANA data that Node carries. `summerTime: false` keeps its winter time all year, as who says `EST` may mean.
 * Instants are milliseconds since 1970 UTC.
 */
export class Zone {
  private static readonly known = new Map<string, Zone>();

  /** Throws `RangeError` for a name that is no IANA zone. */
  static of(name: string, summerTime = true): Zone {
    const key = `${name}${summerTime ? '' : ' without summer time'}`;
    const known = Zone.known.get(key) ?? new Zone(name, summerTime);
    Zone.known.set(key, known);
    return known;
  }

  private readonly format: Intl.DateTimeFormat;
  private readonly years = new Map<number, YearOfOffsets>();

  private constructor(
    readonly name: string,
    readonly summerTime: boolean,
  ) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
    });
  }

  /** What this clock shows at an instant, as if it were UTC. */
  wallAt(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  dayOf(instant: number): LocalDay {
    return Math.floor(this.wallAt(instant) / DAY_MS);
  }

  /**
   * The first moment at which this clock shows `minute` of `day`, or later: what the clock leaps over is when it leaps, and of an hour that comes
   * twice the first counts. `minute` may lie beyond the day.
   */
  instantOf(day: LocalDay, minute: number): number {
    const wall = day * DAY_MS + minute * MINUTE_MS;
    const before = this.offsetAt(wall - DAY_MS);
    const after = this.offsetAt(wall + DAY_MS);
    if (before === after) return wall - before;
    const change = this.findChange(wall - DAY_MS, wall + DAY_MS);
    const early = wall - before;
    return early < change ? early : Math.max(change, wall - after);
  }

  private offsetAt(instant: number): number {
    const { changes, offsets } = this.yearAt(instant);
    let index = changes.length - 1;
    while (index > 0 && changes[index]! > instant) index -= 1;
    return offsets[index]!;
  }

  private yearAt(instant: number): YearOfOffsets {
    const year = new Date(instant).getUTCFullYear();
    const known = this.years.get(year);
    if (known !== undefined) return known;
    const read = this.readYear(year);
    this.years.set(year, read);
    return read;
  }

  private readYear(year: number): YearOfOffsets {
    const start = Date.UTC(year, 0, 1);
    const end = Date.UTC(year + 1, 0, 1);
    const changes = [start];
    const offsets = [this.lookAt(start)];
    for (let from = start; from < end; from += LOOK_EVERY_MS) {
      const to = Math.min(from + LOOK_EVERY_MS, end - 1);
      if (this.lookAt(to) === offsets.at(-1)) continue;
      changes.push(this.findChange(from, to, (instant) => this.lookAt(instant)));
      offsets.push(this.lookAt(to));
    }
    return this.summerTime ? { changes, offsets } : { changes: [start], offsets: [Math.min(...offsets)] };
  }

  /** The first instant with another offset than `from`'s. */
  private findChange(from: number, to: number, offsetAt = (instant: number) => this.offsetAt(instant)): number {
    const before = offsetAt(from);
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  private lookAt(instant: number): number {
    const parts = new Map(this.format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const read = (type: string) => Number(parts.get(type as Intl.DateTimeFormatPartTypes));
    const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
    return wall - Math.floor(instant / 1000) * 1000;
  }
}
