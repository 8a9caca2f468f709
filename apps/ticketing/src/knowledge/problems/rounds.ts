/** Making one takes longer than a hundred uses of it, and a round asks for each hour of weeks. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...parts });
  FORMATS.set(timeZone, made);
  return made;
}

/** The next time that clocks in `timeZone` show `hour` on a day that `is`; after `now`. */
export function nextMorning(now: Date, timeZone: string, hour: number, is: (day: LocalDay) => boolean): Date {
  const start = Math.floor(now.getTime() / 3_600_000) * 3_600_000;
  for (let ahead = 1; ahead < 24 * 40; ahead += 1) {
    const at = new Date(start + ahead * 3_600_000);
    const local = localDay(at, timeZone);
    if (local.hour === hour && is(local)) return at;
  }
  return new Date(start + 24 * 40 * 3_600_000);
}

export interface LocalDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  /** 1 is Monday. */
  readonly weekday: number;
}

export function localDay(at: Date, timeZone: string): LocalDay {
  const parts = formatOf(timeZone)
    .formatToParts(at)
    .map(({ type, value }) => [type, Number(value)]);
  const { year, month, day, hour } = Object.fromEntries(parts) as Record<'year' | 'month' | 'day' | 'hour', number>;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, hour, weekday: weekday === 0 ? 7 : weekday };
}

export function monthOf({ year, month }: LocalDay): string {
  return `${year}-${String(month).padStart(2, '0')}`;
}

export function dateOf({ year, month, day }: LocalDay): string {
  return `${monthOf({ year, month, day, hour: 0, weekday: 1 })}-${String(day).padStart(2, '0')}`;
}
