/** A moment as a calendar states it. */
export interface CalendarTime {
  /** `2026-03-02`, or `2026-03-02 10:00` as clocks at its place show it. */
  readonly local: string;
  readonly allDay: boolean;
  /** IANA name, `UTC`, else as the calendar names it; null: wherever its reader is. */
  readonly zone: string | null;
  /** RFC 3339; null where the zone is unknown. */
  readonly utc: string | null;
}

/** Outlook's names of the zones that most people live in (CLDR windowsZones). */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  utc: 'UTC',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'w. europe standard time': 'Europe/Berlin',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'romance standard time': 'Europe/Paris',
  'w. central africa standard time': 'Africa/Lagos',
  'gtb standard time': 'Europe/Bucharest',
  'e. europe standard time': 'Europe/Chisinau',
  'fle standard time': 'Europe/Kiev',
  'turkey standard time': 'Europe/Istanbul',
  'israel standard time': 'Asia/Jerusalem',
  'egypt standard time': 'Africa/Cairo',
  'south africa standard time': 'Africa/Johannesburg',
  'e. africa standard time': 'Africa/Nairobi',
  'russian standard time': 'Europe/Moscow',
  'arab standard time': 'Asia/Riyadh',
  'arabian standard time': 'Asia/Dubai',
  'iran standard time': 'Asia/Tehran',
  'pakistan standard time': 'Asia/Karachi',
  'india standard time': 'Asia/Kolkata',
  'bangladesh standard time': 'Asia/Dhaka',
  'se asia standard time': 'Asia/Bangkok',
  'china standard time': 'Asia/Shanghai',
  'taipei standard time': 'Asia/Taipei',
  'singapore standard time': 'Asia/Singapore',
  'w. australia standard time': 'Australia/Perth',
  'tokyo standard time': 'Asia/Tokyo',
  'korea standard time': 'Asia/Seoul',
  'aus eastern standard time': 'Australia/Sydney',
  'e. australia standard time': 'Australia/Brisbane',
  'new zealand standard time': 'Pacific/Auckland',
  'hawaiian standard time': 'Pacific/Honolulu',
  'alaskan standard time': 'America/Anchorage',
  'pacific standard time': 'America/Los_Angeles',
  'us mountain standard time': 'America/Phoenix',
  'mountain standard time': 'America/Denver',
  'central standard time': 'America/Chicago',
  'central standard time (mexico)': 'America/Mexico_City',
  'eastern standard time': 'America/New_York',
  'us eastern standard time': 'America/Indianapolis',
  'atlantic standard time': 'America/Halifax',
  'newfoundland standard time': 'America/St_Johns',
  'sa pacific standard time': 'America/Bogota',
  'sa eastern standard time': 'America/Cayenne',
  'argentina standard time': 'America/Buenos_Aires',
  'e. south america standard time': 'America/Sao_Paulo',
};

/**
 * Reads DATE and DATE-TIME of RFC 5545 §3.3.4 f. `tzid` as written; `offsets`: of zones that the calendar itself describes with one offset, in
 * minutes. Null for what is no time.
 */
export function readCalendarTime(value: string, tzid: string | null, offsets: ReadonlyMap<string, number>): CalendarTime | null {
  const found = /^\s*(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?/i.exec(value);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second = '00', isUtc] = found;
  const date = `${year}-${month}-${day}`;
  const stamp = Date.parse(`${date}T${hour ?? '00'}:${minute ?? '00'}:${second}Z`);
  if (Number.isNaN(stamp)) return null;
  if (hour === undefined) return { local: date, allDay: true, zone: null, utc: null };
  const local = `${date} ${hour}:${minute}`;
  if (isUtc) return { local, allDay: false, zone: 'UTC', utc: new Date(stamp).toISOString() };
  if (tzid === null) return { local, allDay: false, zone: null, utc: null };
  const zone = findZone(tzid);
  if (zone !== null) return { local, allDay: false, zone, utc: new Date(stamp - offsetWithin(zone, stamp)).toISOString() };
  const offset = offsets.get(tzid);
  return {
    local,
    allDay: false,
    zone: tzid.slice(0, 100),
    utc: offset === undefined ? null : new Date(stamp - offset * 60_000).toISOString(),
  };
}

/** The same moment later, by clocks at its place. */
export function addDuration(time: CalendarTime, ms: number): CalendarTime {
  const local = new Date(Date.parse(`${time.local.replace(' ', 'T')}${time.allDay ? '' : ':00'}Z`) + ms).toISOString();
  return {
    ...time,
    local: time.allDay ? local.slice(0, 10) : local.slice(0, 16).replace('T', ' '),
    utc: time.utc === null ? null : new Date(Date.parse(time.utc) + ms).toISOString(),
  };
}

/** IANA name; some programs put a path of their own before it. */
function findZone(tzid: string): string | null {
  const known = WINDOWS_ZONES[tzid.toLowerCase()];
  const names = known === undefined ? [tzid, tzid.split('/').slice(-2).join('/'), tzid.split('/').slice(-3).join('/')] : [known];
  return names.find((name) => /^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/.test(name) && formatOf(name) !== null) ?? null;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();
const MAX_FORMATS = 100;
const NUMBERS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...NUMBERS });
  } catch {
    // no zone that is known here
  }
  formats.set(zone, format);
  return format;
}

/** Ms east of UTC at a local time given as if it were UTC. */
function offsetWithin(zone: string, local: number): number {
  const first = offsetAt(zone, local);
  return offsetAt(zone, local - first);
}

function offsetAt(zone: string, utc: number): number {
  const parts = new Map(
    formatOf(zone)!
      .formatToParts(utc)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year, month, day, hour, minute, second] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((type) =>
    parts.get(type)!,
  );
  const shown = Date.UTC(year!, month! - 1, day, hour, minute, second);
  return Math.round((shown - utc) / 60_000) * 60_000;
}
