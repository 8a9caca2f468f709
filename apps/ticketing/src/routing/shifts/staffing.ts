import type { ShiftsSection } from '../../desk/schema/shifts.js';
import { minutesOf } from './local-time.js';
import { coverOfHours } from './shift-plan.js';

export interface SurchargeOfDay {
  readonly key: string;
  readonly percent: number;
}

/** Which day takes more people, and how many in percent; of several the largest. */
export function surchargeOf(
  { surcharges }: Pick<ShiftsSection, 'surcharges'>,
  date: string,
  isHoliday: (date: string) => boolean,
): SurchargeOfDay | null {
  const same = (day: string) => date.endsWith(day);
  const within = ({ from, to }: { from: string; to: string }) => {
    const day = from.length === 5 ? date.slice(5) : date;
    const end = from.length === 5 ? to.slice(-5) : to;
    return from <= end ? day >= from && day <= end : day >= from || day <= end;
  };
  return surcharges
    .filter(({ days, spans, holidays }) => days.some(same) || spans.some(within) || (holidays && isHoliday(date)))
    .reduce<SurchargeOfDay | null>((most, { key, percent }) => (most === null || percent > most.percent ? { key, percent } : most), null);
}

/** An hour of a group, by the plan's own zone. */
export interface HourOfStaff {
  readonly group: string;
  readonly date: string;
  readonly hour: number;
  readonly surcharge: SurchargeOfDay | null;
  /** Tickets that come, by the weeks before, raised by the surcharge. */
  readonly expected: number;
  /** People that it takes: for what comes, and by the plan with its surcharge. */
  readonly required: number;
  readonly planned: number;
  readonly shortfall: number;
}

export interface ForecastInput {
  readonly shifts: ShiftsSection;
  readonly dates: readonly string[];
  /** Logins by group. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Tickets an hour, of an ordinary day: group, place of the weekday (0 is Monday), hour. */
  readonly volumeOf: (group: string, date: string, hour: number) => number;
  readonly isHoliday: (date: string) => boolean;
}

/** Hours of each group that a plan names or that anything comes in for; people of a part of an hour count by that part. */
export function forecast(input: ForecastInput): HourOfStaff[] {
  const { shifts } = input;
  const groups = [...new Set([...shifts.plans.map(({ group }) => group), ...input.members.keys()])].sort();
  return input.dates.flatMap((date) => groups.flatMap((group) => hoursOf(input, group, date)));
}

function hoursOf(input: ForecastInput, group: string, date: string): HourOfStaff[] {
  const { shifts, volumeOf } = input;
  const surcharge = surchargeOf(shifts, date, input.isHoliday);
  const factor = 1 + (surcharge?.percent ?? 0) / 100;
  const { planned, asked } = countStaff(input, group, date);
  return Array.from({ length: 24 }, (_, hour) => {
    const expected = round(volumeOf(group, date, hour) * factor);
    const required = Math.max(0, Math.ceil(Math.max(expected / shifts.forecast.perAgentHour, asked[hour]! * factor) - 1e-9));
    return {
      group,
      date,
      hour,
      surcharge,
      expected,
      required,
      planned: round(planned[hour]!),
      shortfall: round(Math.max(0, required - planned[hour]!)),
    };
  }).filter(({ expected, required, planned }) => expected > 0 || required > 0 || planned > 0);
}

/** People who are in the plan of a day, and how many it asks for. Who stands in two plans of one hour is counted once. */
function countStaff({ shifts, members }: ForecastInput, group: string, date: string): { planned: number[]; asked: number[] } {
  const asked = Array.from({ length: 24 }, () => 0);
  const people = new Map<string, number[]>();
  const add = (login: string, cover: readonly number[]) => {
    const own = people.get(login) ?? Array.from({ length: 24 }, () => 0);
    people.set(
      login,
      own.map((minutes, hour) => Math.min(60, minutes + cover[hour]!)),
    );
  };
  const ofGroup = members.get(group) ?? [];
  for (const plan of shifts.plans.filter((one) => one.group === group)) {
    const cover = coverOfHours(plan, date);
    const rostered = plan.members ?? ofGroup;
    for (const login of rostered) add(login, cover);
    cover.forEach((minutes, hour) => (asked[hour]! += ((plan.staff ?? rostered.length) * minutes) / 60));
  }
  for (const desk of shifts.temporaryDesks.filter((one) => one.group === group && one.from <= date && one.to >= date)) {
    const [from, to] = [minutesOf(desk.hours.from), minutesOf(desk.hours.to)];
    const cover = Array.from({ length: 24 }, (_, hour) => Math.max(0, Math.min(to, hour * 60 + 60) - Math.max(from, hour * 60)));
    for (const login of desk.members) add(login, cover);
  }
  const planned = Array.from({ length: 24 }, (_, hour) => [...people.values()].reduce((sum, cover) => sum + cover[hour]! / 60, 0));
  return { planned, asked };
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
