import type { ShiftsSection } from '../../desk/schema/shifts.js';
import { isOnDay } from './shift-plan.js';
import { surchargeOf, type SurchargeOfDay } from './staffing.js';

/** Who works on a day, as the plan says. */
export interface ShiftDay {
  readonly date: string;
  readonly surcharge: SurchargeOfDay | null;
  readonly shifts: readonly {
    readonly key: string;
    readonly group: string;
    readonly zone: string;
    readonly from: string;
    readonly to: string;
    /** People it takes on this day, with the surcharge. */
    readonly staff: number;
    readonly members: readonly string[];
    readonly temporary: boolean;
  }[];
}

/** The plan of these dates. `members`: logins by the key of their group, for plans that name nobody. */
export function planDays(
  shifts: ShiftsSection,
  dates: readonly string[],
  members: ReadonlyMap<string, readonly string[]>,
  isHoliday: (date: string) => boolean,
): ShiftDay[] {
  return dates.map((date) => {
    const surcharge = surchargeOf(shifts, date, isHoliday);
    const factor = 1 + (surcharge?.percent ?? 0) / 100;
    const plans = shifts.plans.filter((plan) => isOnDay(plan, date));
    const desks = shifts.temporaryDesks.filter((desk) => desk.from <= date && desk.to >= date);
    return {
      ...{ date, surcharge },
      shifts: [
        ...plans.map(({ key, group, zone = shifts.zone, from, to, members: own, staff }) => {
          const people = own ?? members.get(group) ?? [];
          const needed = Math.max(0, Math.ceil((staff ?? people.length) * factor - 1e-9));
          return { key, group, zone, from, to, staff: needed, members: people, temporary: false };
        }),
        ...desks.map(({ key, group, hours, members: people }) => {
          return { key, group, zone: shifts.zone, ...hours, staff: people.length, members: people, temporary: true };
        }),
      ],
    };
  });
}
