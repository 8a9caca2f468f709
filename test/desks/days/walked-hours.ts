import type { Desk } from '../../../apps/ticketing/src/desk/desk-schema.js';
import { SlowCalendar } from '../../../apps/ticketing/src/service-levels/calendars/testing/slow-calendar.js';
import { knownHolidaySets } from '../../../apps/ticketing/src/service-levels/holidays/holidays-in-force.js';
import { calendarRulesOf } from '../../../apps/ticketing/src/service-levels/hours/calendar-rules-of.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const DAYS = 16;

/** When a desk's calendars are open, found by walking from minute to minute; shares with the engine that judges its clocks how a file's calendars and holidays are read, and nothing of how time is counted. */
export class WalkedHours {
  private readonly walked = new Map<string, SlowCalendar>();
  private readonly days = new Map<string, { readonly first: number; readonly last: number } | null>();

  constructor(
    private readonly desk: Desk,
    /** A whole minute; what lies before it is not known. */
    private readonly start: number,
    /** False: as if no day were a holiday. */
    private readonly holidays = true,
  ) {}

  isOpen(calendar: string, at: number): boolean {
    return this.minutesOf(calendar)(at);
  }

  /** Null when it lies beyond what was walked. */
  addWorkingTime(calendar: string, from: number, ms: number): number | null {
    const isOpen = this.minutesOf(calendar);
    let [at, left] = [from, ms];
    while (left > 0) {
      if (at >= this.end) return null;
      const next = Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
      if (isOpen(at)) {
        if (left <= next - at) return at + left;
        left -= next - at;
      }
      at = next;
    }
    return at;
  }

  /** What kind of day the calendar's zone has then. */
  kindOf(calendar: string, at: number): 'working' | 'weekend' | 'holiday' {
    const known = this.desk.calendars[calendar];
    const zone = known?.zone ?? 'UTC';
    const date = formatOf(zone, { dateStyle: 'short' }).format(at);
    const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
    const sets = this.holidays ? (known?.holidays ?? []).map((name) => knownHolidaySets().get(name)!) : [];
    const set = sets.find(({ holidays, makeUpDays }) => holidays.has(day) || makeUpDays.has(day));
    if (set !== undefined) return set.holidays.has(day) ? 'holiday' : 'working';
    return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) ? 'weekend' : 'working';
  }

  /**
   * So many working days later, at the same time; begun before the hours of a day that day counts, and it ends with the hours of the last one, as when
   * begun on a day off. Of zones whose clock is not changed meanwhile. Null when it lies beyond what was walked.
   */
  addWorkingDays(calendar: string, from: number, days: number): number | null {
    let [begins, left] = [this.midnightBefore(calendar, from), days];
    const today = this.hoursOn(calendar, begins);
    const works = today !== null && this.kindOf(calendar, from) === 'working';
    const begun = works && from > today.first && from < today.last;
    if (works && from <= today.first) left -= 1;
    while (left > 0) {
      begins += DAY_MS;
      if (begins + DAY_MS > this.end) return null;
      if (this.kindOf(calendar, begins) === 'working' && this.hoursOn(calendar, begins) !== null) left -= 1;
    }
    const { last } = this.hoursOn(calendar, begins)!;
    if (!begun) return last;
    const isOpen = this.minutesOf(calendar);
    let at = begins + (from - this.midnightBefore(calendar, from));
    while (at < last && !isOpen(at)) at = Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    return Math.min(at, last);
  }

  private get end(): number {
    return this.start + DAYS * DAY_MS;
  }

  private midnightBefore(calendar: string, at: number): number {
    const format = formatOf(this.desk.calendars[calendar]?.zone ?? 'UTC', { timeStyle: 'medium' });
    const [hours, minutes, seconds] = format.format(at).split(':').map(Number);
    return Math.floor(at / 1_000) * 1_000 - ((hours! * 60 + minutes!) * 60 + seconds!) * 1_000;
  }

  /** From the first open minute of a day to its last; null where there is none. */
  private hoursOn(calendar: string, midnight: number): { readonly first: number; readonly last: number } | null {
    const key = `${calendar} ${midnight}`;
    const known = this.days.get(key);
    if (known !== undefined) return known;
    const minutes = Array.from({ length: 1_440 }, (_, minute) => midnight + minute * MINUTE_MS).filter(this.minutesOf(calendar));
    const found = minutes.length === 0 ? null : { first: minutes[0]!, last: minutes.at(-1)! + MINUTE_MS };
    this.days.set(key, found);
    return found;
  }

  workingTimeBetween(calendar: string, from: number, to: number): number {
    const isOpen = this.minutesOf(calendar);
    let time = 0;
    for (let at = from; at < to;) {
      const next = Math.min(Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS, to);
      if (isOpen(at)) time += next - at;
      at = next;
    }
    return time;
  }

  /** Looked up once for a walk of thousands of minutes. */
  private minutesOf(calendar: string): (at: number) => boolean {
    // A desk that says nothing of hours is always there.
    if (this.desk.calendars[calendar] === undefined) return () => true;
    const walked = this.calendarOf(calendar);
    return (at) => walked.isOpen(Math.floor(at / MINUTE_MS) * MINUTE_MS);
  }

  private calendarOf(key: string): SlowCalendar {
    const known = this.walked.get(key) ?? new SlowCalendar(this.caseOf(key), DAYS);
    this.walked.set(key, known);
    return known;
  }

  private caseOf(key: string): ConstructorParameters<typeof SlowCalendar>[0] {
    const rules = calendarRulesOf(key, this.desk.calendars[key]!);
    const teams = rules.teams.map((team) => calendarRulesOf(team, this.desk.calendars[team]!));
    const sets = this.holidays ? rules.holidays.map((name) => knownHolidaySets().get(name)!) : [];
    return { rules, sets, teams, overrides: [], start: this.start };
  }
}

/** Making one takes longer than a hundred uses of it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(parts)}`;
  const known = FORMATS.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...parts });
  FORMATS.set(key, known);
  return known;
}
