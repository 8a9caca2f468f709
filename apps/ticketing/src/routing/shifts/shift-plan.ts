import type { ShiftsSection } from '../../desk/schema/shifts.js';
import { addDays, type LocalTime, minutesOf, toLocalTime, weekdayOf } from './local-time.js';

type Plan = ShiftsSection['plans'][number];
type TemporaryDesk = ShiftsSection['temporaryDesks'][number];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Somebody as the plan knows him. */
export interface Rostered {
  readonly login: string;
  /** Keys of the groups that he is in on any day. */
  readonly groups: ReadonlySet<string>;
}

export interface Duty {
  /** False outside of every shift that is planned for him; true where none is. */
  readonly onShift: boolean;
  /** Groups that he works in now besides his own. */
  readonly temporaryGroups: readonly string[];
}

/** Who is to work at a moment. One for each round: times of the zones are read once. */
export class ShiftClock {
  private readonly times = new Map<string, LocalTime>();

  constructor(
    private readonly shifts: ShiftsSection,
    private readonly at: Date,
  ) {}

  dutyOf(agent: Rostered): Duty {
    const plans = this.shifts.plans.filter((plan) => isIn(plan, agent));
    const desks = this.shifts.temporaryDesks.filter((desk) => desk.members.includes(agent.login) && this.isOpen(desk));
    const onShift = plans.length === 0 || desks.length > 0 || plans.some((plan) => this.runs(plan));
    return { onShift, temporaryGroups: desks.map(({ group }) => group) };
  }

  private runs(plan: Plan): boolean {
    const { date, minutes } = this.timeIn(plan.zone ?? this.shifts.zone);
    return spansAt(plan, date, minutes) || spansAt(plan, addDays(date, -1), minutes + 1_440);
  }

  private isOpen({ from, to, hours }: TemporaryDesk): boolean {
    const { date, minutes } = this.timeIn(this.shifts.zone);
    return date >= from && date <= to && minutes >= minutesOf(hours.from) && minutes < minutesOf(hours.to);
  }

  private timeIn(zone: string): LocalTime {
    const known = this.times.get(zone) ?? toLocalTime(this.at, zone);
    this.times.set(zone, known);
    return known;
  }
}

function isIn({ group, members }: Plan, { login, groups }: Rostered): boolean {
  return members === undefined ? groups.has(group) : members.includes(login);
}

/** `minutes` of the day `date`, beyond 1 440 for the night after it. */
function spansAt(plan: Plan, date: string, minutes: number): boolean {
  if (!isOnDay(plan, date)) return false;
  const from = minutesOf(plan.from);
  const to = minutesOf(plan.to);
  return minutes >= from && minutes < (to > from ? to : to + 1_440);
}

export function isOnDay(plan: Pick<Plan, 'days' | 'since' | 'until'>, date: string): boolean {
  if (plan.since !== undefined && date < plan.since) return false;
  if (plan.until !== undefined && date > plan.until) return false;
  return plan.days.includes(WEEKDAYS[weekdayOf(date)]!);
}

/** Minutes of each hour of the day `date` that a plan covers, what lasts over from the evening before too. */
export function coverOfHours(plan: Pick<Plan, 'days' | 'since' | 'until' | 'from' | 'to'>, date: string): number[] {
  const from = minutesOf(plan.from);
  const to = minutesOf(plan.to) > from ? minutesOf(plan.to) : minutesOf(plan.to) + 1_440;
  const spans = [
    ...(isOnDay(plan, date) ? [[from, to] as const] : []),
    ...(isOnDay(plan, addDays(date, -1)) ? [[from - 1_440, to - 1_440] as const] : []),
  ];
  return Array.from({ length: 24 }, (_, hour) =>
    spans.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, hour * 60 + 60) - Math.max(start, hour * 60)), 0),
  );
}
