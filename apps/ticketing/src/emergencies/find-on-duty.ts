import type { Rota, Shift } from '../desk/schema/duty.js';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A moment on the wall of a zone. */
interface WallTime {
  /** 2026-10-01 */
  readonly day: string;
  readonly minute: number;
}

/** Who is called, in order; nobody where no shift holds and there is no `otherwise`. */
export function findOnDuty(
  { shifts, otherwise, timeZone }: Pick<Rota, 'shifts' | 'otherwise' | 'timeZone'>,
  now: Date,
  deskZone: string,
): readonly string[] {
  const wall = toWallTime(now, timeZone ?? deskZone);
  return shifts.find((shift) => holds(shift, wall))?.people ?? otherwise;
}

/** A shift belongs to the day on which it begins: Friday's night holds on Saturday morning. */
function holds(shift: Shift, { day, minute }: WallTime): boolean {
  const [from, until] = readHours(shift.hours);
  if (from < until) return beginsOn(shift, day) && minute >= from && minute < until;
  return (beginsOn(shift, day) && minute >= from) || (beginsOn(shift, dayBefore(day)) && minute < until);
}

function beginsOn({ from, until, days }: Shift, day: string): boolean {
  if ((from !== undefined && day < from) || (until !== undefined && day > until)) return false;
  return days === undefined || days.includes(DAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!);
}

function readHours(hours: string | undefined): [number, number] {
  if (hours === undefined) return [0, 24 * 60];
  const [from, until] = hours.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return [from!, until!];
}

function dayBefore(day: string): string {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);
}

function toWallTime(now: Date, timeZone: string): WallTime {
  const parts = new Map(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}
