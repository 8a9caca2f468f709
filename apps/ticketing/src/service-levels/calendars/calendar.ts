import type { CalendarRules, HoursKind, HoursOverride } from './calendar-rules.js';
import { HOURS_KINDS } from './calendar-rules.js';
import { type DayFacts, type DayKind, DayPlan } from './day-plan.js';
import type { Holiday, HolidaySet } from './holiday-set.js';
import { clip, type Interval, type Intervals, subtract, unite } from './intervals.js';
import { DAY_MS, type LocalDay, yearOf } from './local-day.js';
import { Timetable } from './timetable.js';
import { Zone } from './zone.js';

/** Nobody's zone is further from UTC; and a span may reach into the next day. */
const DAYS_AROUND = 2;

/**
 * When people are there, and what is there when they are not. Instants are milliseconds since 1970 UTC. What is asked of it is told to the
 * millisecond and costs well under a microsecond, once the 64 days around were made.
 */
export class Calendar {
  readonly zone: Zone;
  /** When people are there: working time. */
  readonly people: Timetable;
  private readonly plan: DayPlan;
  private readonly ways: ReadonlyMap<HoursKind, Timetable>;
  private readonly kinds = new Map<LocalDay, DayFacts>();
  private readonly days = new Map<LocalDay, Intervals>();

  constructor(
    readonly rules: CalendarRules,
    readonly holidaySets: readonly HolidaySet[],
    readonly teams: readonly Calendar[] = [],
    private readonly overrides: readonly HoursOverride[] = [],
  ) {
    this.zone = Zone.of(rules.zone, rules.summerTime);
    this.plan = new DayPlan(rules, holidaySets);
    this.ways = new Map(HOURS_KINDS.map((by) => [by, new Timetable((within) => this.openTimes(by, within))]));
    this.people = this.ways.get('people')!;
  }

  /** The same calendar as a supervisor changed it. */
  overridden(overrides: readonly HoursOverride[]): Calendar {
    return overrides.length === 0 ? this : new Calendar(this.rules, this.holidaySets, this.teams, overrides);
  }

  isOpen(instant: number): boolean {
    return this.people.isOpen(instant);
  }

  /** Who is there: people before a bot, a bot before a menu; null when nothing is. */
  whoIsThere(instant: number): HoursKind | null {
    return HOURS_KINDS.find((by) => this.ways.get(by)!.isOpen(instant)) ?? null;
  }

  /** Keys of the teams that are on duty. */
  teamsAt(instant: number): string[] {
    return this.teams.filter((team) => team.isOpen(instant)).map(({ rules }) => rules.key);
  }

  workingTimeBetween(from: number, to: number): number {
    return this.people.workingTimeBetween(from, to);
  }

  /** The earliest instant by which `ms` of working time have passed; null when they never do. */
  addWorkingTime(from: number, ms: number): number | null {
    return this.people.addWorkingTime(from, ms);
  }

  nextOpening(instant: number): number | null {
    return this.people.nextOpening(instant);
  }

  nextClosing(instant: number): number | null {
    return this.people.nextClosing(instant);
  }

  dayOf(instant: number): LocalDay {
    return this.zone.dayOf(instant);
  }

  factsOf(day: LocalDay): DayFacts {
    const known = this.kinds.get(day);
    if (known !== undefined) return known;
    const facts = this.plan.factsOf(day);
    this.kinds.set(day, facts);
    return facts;
  }

  kindAt(instant: number): DayKind {
    return this.factsOf(this.dayOf(instant)).kind;
  }

  /** Hours of people that begin on a date, teams' and overrides included. */
  hoursOn(day: LocalDay): Intervals {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const hours = this.openTimes('people', { from: this.zone.instantOf(day, 0), to: this.zone.instantOf(day + 1, 0) });
    this.days.set(day, hours);
    return hours;
  }

  /** Whether a date's hours are not an ordinary week's, here or of a team. */
  isException(day: LocalDay): boolean {
    return this.plan.isException(day) || this.teams.some((team) => team.isException(day));
  }

  holidayOn(day: LocalDay): Holiday | null {
    return this.factsOf(day).holiday ?? this.teams.map((team) => team.holidayOn(day)).find((holiday) => holiday !== null) ?? null;
  }

  /** `set year` of holidays that nobody entered yet, of the years that `from` to `to` touch. */
  missingHolidays(from: number, to: number): { set: string; year: number }[] {
    const years = new Set([yearOf(this.dayOf(from)), yearOf(this.dayOf(to))]);
    const own = this.holidaySets.flatMap((set) =>
      [...years].filter((year) => !set.years.has(year)).map((year) => ({ set: set.key, year })),
    );
    return [...own, ...this.teams.flatMap((team) => team.missingHolidays(from, to))];
  }

  private openTimes(by: HoursKind, within: Interval): Intervals {
    const first = Math.floor(within.from / DAY_MS) - DAYS_AROUND;
    const last = Math.floor(within.to / DAY_MS) + DAYS_AROUND;
    const spans: Interval[] = this.teams.flatMap((team) => team.openTimes(by, within));
    for (let day = first; day <= last; day += 1)
      for (const span of this.plan.spansOf(day))
        if (span.by === by) spans.push({ from: this.zone.instantOf(day, span.from), to: this.zone.instantOf(day, span.to) });
    const planned = unite(clip(spans, within));
    // It is people who come or go: what machines do goes on.
    if (by !== 'people') return planned;
    return this.overrides.reduce<Intervals>(
      (open, override) => (override.open ? unite([...open, ...clip([override], within)]) : subtract(open, override)),
      planned,
    );
  }
}
