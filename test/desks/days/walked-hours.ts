import type { Desk } from '../../../apps/ticketing/src/desk/desk-schema.js';
import { SlowCalendar } from '../../../apps/ticketing/src/service-levels/calendars/testing/slow-calendar.js';
import { knownHolidaySets } from '../../../apps/ticketing/src/service-levels/holidays/holidays-in-force.js';
import { calendarRulesOf } from '../../../apps/ticketing/src/service-levels/hours/calendar-rules-of.js';

const MINUTE_MS = 60_000;
const DAYS = 16;

/** When a desk's calendars are open, found by walking from minute to minute; shares nothing with the engine that judges its clocks. */
export class WalkedHours {
  private readonly walked = new Map<string, SlowCalendar>();

  constructor(
    private readonly desk: Desk,
    /** A whole minute; what lies before it is not known. */
    private readonly start: number,
    /** False: as if no day were a holiday. */
    private readonly holidays = true,
  ) {}

  isOpen(calendar: string, at: number): boolean {
    const known = this.desk.calendars[calendar];
    // A desk that says nothing of hours is always there.
    if (known === undefined) return true;
    return this.calendarOf(calendar).isOpen(Math.floor(at / MINUTE_MS) * MINUTE_MS);
  }

  /** Null when it lies beyond what was walked. */
  addWorkingTime(calendar: string, from: number, ms: number): number | null {
    const end = this.start + DAYS * 24 * 60 * MINUTE_MS;
    let [at, left] = [from, ms];
    while (left > 0) {
      if (at >= end) return null;
      const next = Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
      if (this.isOpen(calendar, at)) {
        if (left <= next - at) return at + left;
        left -= next - at;
      }
      at = next;
    }
    return at;
  }

  workingTimeBetween(calendar: string, from: number, to: number): number {
    let time = 0;
    for (let at = from; at < to;) {
      const next = Math.min(Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS, to);
      if (this.isOpen(calendar, at)) time += next - at;
      at = next;
    }
    return time;
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
