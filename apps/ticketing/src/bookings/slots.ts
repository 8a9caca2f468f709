import type { BookedService } from '../desk/schema/bookings.js';

export interface Slot {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Slots that begin in a time, in order. Of an hour that clocks skip there is none; of one they show twice the first counts. */
export function listSlots(service: BookedService, timeZone: string, from: Date, to: Date): Slot[] {
  const zone = service.timeZone ?? timeZone;
  const slots: Slot[] = [];
  // A day more on both sides: days of the zone begin at other hours.
  for (
    let day = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()) - DAY_MS;
    day <= to.getTime() + DAY_MS;
    day += DAY_MS
  ) {
    const date = new Date(day);
    if (service.closed.includes(date.toISOString().slice(0, 10))) continue;
    const name = DAYS[date.getUTCDay()]!;
    for (const span of service.hours.filter(({ days }) => days.includes(name))) {
      const end = toMinutes(span.to);
      for (let minute = toMinutes(span.from); minute + service.minutes <= end; minute += service.minutes) {
        const startsAt = toInstant(date, minute, zone);
        if (startsAt === null || startsAt < from || startsAt >= to) continue;
        slots.push({ startsAt, endsAt: new Date(startsAt.getTime() + service.minutes * MINUTE_MS) });
      }
    }
  }
  return slots.sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
}

function toMinutes(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}

/** When clocks of the zone show this minute of this day; null when they never do. */
function toInstant(day: Date, minute: number, zone: string): Date | null {
  const wanted = day.getTime() + minute * MINUTE_MS;
  const before = new Date(wanted - offsetAt(new Date(wanted - DAY_MS), zone));
  const after = new Date(wanted - offsetAt(new Date(wanted + DAY_MS), zone));
  return [before, after].find((at) => at.getTime() + offsetAt(at, zone) === wanted) ?? null;
}

/** Making one takes longer than a hundred uses of it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function offsetAt(at: Date, zone: string): number {
  let format = FORMATS.get(zone);
  if (format === undefined) {
    const shown = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', ...shown });
    FORMATS.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute']);
  return shown - Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
}
