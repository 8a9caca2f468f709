import { addDuration, type CalendarTime, readCalendarTime } from './zoned-time.js';

export interface CalendarPerson {
  readonly name: string | null;
  /** As written behind `mailto:`. */
  readonly address: string;
  /** PARTSTAT in lower case, e.g. `accepted`; null where none is stated. */
  readonly answer: string | null;
}

/** What a mail says about one event (RFC 5545, 5546). */
export interface CalendarEvent {
  /** In lower case, e.g. `request`, `cancel`, `reply`, `publish`. */
  readonly method: string;
  readonly uid: string | null;
  readonly sequence: number;
  readonly summary: string | null;
  readonly description: string | null;
  readonly location: string | null;
  /** In lower case, e.g. `cancelled`. */
  readonly status: string | null;
  readonly start: CalendarTime | null;
  /** Of an event of whole days: its last one. */
  readonly end: CalendarTime | null;
  /** RRULE as written, null where it happens once. */
  readonly repeats: string | null;
  readonly organizer: CalendarPerson | null;
  readonly attendees: readonly CalendarPerson[];
  /** Further events of the same calendar. */
  readonly others: number;
}

interface Property {
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
}

const MAX_CHARS = 500_000;
const MAX_LINES = 20_000;
const MAX_ATTENDEES = 200;
const DAY_MS = 86_400_000;

/** The first event of a calendar that is not an exception of a series; null where there is none. Linear, and nothing in it can fail. */
export function readCalendar(source: string): CalendarEvent | null {
  const text = source.slice(0, MAX_CHARS);
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) return null;
  const events: Map<string, Property[]>[] = [];
  const offsets = new Map<string, number>();
  const open: string[] = [];
  let method = 'publish';
  let zone: { id: string; offsets: Set<number> } | null = null;
  for (const line of text.replace(/\r?\n[ \t]/g, '').split(/\r?\n|\r/, MAX_LINES)) {
    const found = readLine(line);
    if (found === null) continue;
    const { name, ...property } = found;
    if (name === 'BEGIN') {
      const component = property.value.trim().toUpperCase();
      open.push(component);
      if (component === 'VEVENT') events.push(new Map());
      if (component === 'VTIMEZONE') zone = { id: '', offsets: new Set() };
    } else if (name === 'END') {
      const component = open.pop();
      if (component === 'VTIMEZONE' && zone !== null && zone.offsets.size === 1) offsets.set(zone.id, [...zone.offsets][0]!);
    } else if (name === 'METHOD' && open.length === 1) method = property.value.trim().toLowerCase().slice(0, 40);
    else if (open.at(-1) === 'VEVENT') {
      const known = events.at(-1)!;
      const values = known.get(name);
      if (values === undefined) known.set(name, [property]);
      else if (values.length < MAX_ATTENDEES) values.push(property);
    } else if (zone !== null && name === 'TZID') zone.id = property.value.trim();
    else if (zone !== null && name === 'TZOFFSETTO') zone.offsets.add(readOffset(property.value));
  }
  const event = events.find((each) => !each.has('RECURRENCE-ID')) ?? events[0];
  return event === undefined ? null : toEvent(event, method, offsets, events.length - 1);
}

function toEvent(event: Map<string, Property[]>, method: string, offsets: ReadonlyMap<string, number>, others: number): CalendarEvent {
  const first = (name: string) => event.get(name)?.[0];
  const text = (name: string) => unescape(first(name)?.value ?? '').trim() || null;
  const time = (name: string) => {
    const found = first(name);
    return found === undefined ? null : readCalendarTime(found.value, found.params.get('TZID') ?? null, offsets);
  };
  const start = time('DTSTART');
  const organizer = first('ORGANIZER');
  return {
    method,
    uid: text('UID'),
    sequence: Number.parseInt(first('SEQUENCE')?.value ?? '0', 10) || 0,
    summary: text('SUMMARY'),
    description: text('DESCRIPTION'),
    location: text('LOCATION'),
    status: first('STATUS')?.value.trim().toLowerCase().slice(0, 40) ?? null,
    start,
    end: endOf(start, time('DTEND'), first('DURATION')?.value),
    repeats: first('RRULE')?.value.trim().slice(0, 500) ?? null,
    organizer: organizer === undefined ? null : toPerson(organizer),
    attendees: (event.get('ATTENDEE') ?? []).map(toPerson),
    others,
  };
}

/** DTEND of whole days is the day after the last. */
function endOf(start: CalendarTime | null, stated: CalendarTime | null, duration: string | undefined): CalendarTime | null {
  if (start === null) return stated;
  const end = stated ?? (duration === undefined ? null : addDuration(start, readDuration(duration)));
  if (end === null || !end.allDay) return end;
  return end.local > start.local ? addDuration(end, -DAY_MS) : end;
}

/** RFC 5545 §3.1: `NAME;PARAM="value";PARAM=value:value`. */
function readLine(line: string): (Property & { readonly name: string }) | null {
  const name = /^[A-Za-z0-9-]{1,64}(?=[;:])/.exec(line)?.[0];
  if (name === undefined) return null;
  const params = new Map<string, string>();
  let at = name.length;
  while (line[at] === ';') {
    const param = /^;([A-Za-z0-9-]{1,64})=/.exec(line.slice(at, at + 70));
    if (param === null) return null;
    at += param[0].length;
    const quoted = line[at] === '"';
    const end = quoted ? line.indexOf('"', at + 1) : nextOf(line, at);
    if (end < 0) return null;
    params.set(param[1]!.toUpperCase(), line.slice(quoted ? at + 1 : at, end));
    at = quoted ? end + 1 : end;
    // Further values of one parameter.
    while (line[at] === ',') at = nextOf(line, at + 1);
  }
  return line[at] === ':' ? { name: name.toUpperCase(), params, value: line.slice(at + 1) } : null;
}

function nextOf(line: string, from: number): number {
  let at = from;
  while (at < line.length && line[at] !== ';' && line[at] !== ':' && line[at] !== ',') at += 1;
  return at;
}

function toPerson({ params, value }: Property): CalendarPerson {
  const answer = params.get('PARTSTAT')?.toLowerCase() ?? null;
  return {
    name: params.get('CN')?.trim().slice(0, 256) || null,
    address: value
      .trim()
      .replace(/^mailto:/i, '')
      .slice(0, 320),
    answer: answer === 'needs-action' ? null : (answer?.slice(0, 40) ?? null),
  };
}

function unescape(text: string): string {
  return text.replace(/\\([\\;,nN])/g, (_whole, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : letter));
}

/** RFC 5545 §3.3.6, in ms. */
function readDuration(value: string): number {
  const found = /^\s*([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?/i.exec(value);
  if (found === null) return 0;
  const [weeks, days, hours, minutes, seconds] = found.slice(2).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return (found[1] === '-' ? -1 : 1) * (((weeks * 7 + days) * 24 + hours) * 3_600 + minutes * 60 + seconds) * 1_000;
}

/** `+0130` in minutes. */
function readOffset(value: string): number {
  const found = /^\s*([+-])(\d\d)(\d\d)/.exec(value);
  return found === null ? 0 : (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}
