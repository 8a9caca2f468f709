import type { MessagePart } from '#contracts';
import { decodeCharset } from '../mime/charset.js';
import type { Attachment } from '../parsed-mail.js';
import { cutText } from '../wording.js';
import { type CalendarEvent, type CalendarPerson, readCalendar } from './calendar.js';
import type { CalendarTime } from './zoned-time.js';

const MAX_EVENTS = 3;
const MAX_CALENDARS = 10;
/** Read of one calendar, which may hold files; and of all. */
const MAX_BYTES = 524_288;
const MAX_ALL_BYTES = 1_048_576;
const MAX_WORDS = 4_000;
const MAX_NAMED = 50;

type FormPart = Omit<Extract<MessagePart, { type: 'form' }>, 'partId'>;

/** Invitations, cancellations and answers among the attachments, each once: programs send the same as an alternative and as a file. */
export function toCalendarParts(attachments: readonly Attachment[]): FormPart[] {
  const found = new Map<string, CalendarEvent>();
  let bytes = 0;
  for (const attachment of attachments.filter(isCalendar).slice(0, MAX_CALENDARS)) {
    const content = attachment.content.subarray(0, MAX_BYTES);
    bytes += content.length;
    if (found.size >= MAX_EVENTS || bytes > MAX_ALL_BYTES) break;
    const event = readCalendar(decodeCharset(content, null).text);
    if (event === null) continue;
    const key = event.uid === null ? attachment.sha256 : `${event.uid} ${event.method} ${event.sequence}`;
    if (!found.has(key)) found.set(key, event);
  }
  return [...found.values()].map(toPart);
}

function isCalendar({ contentType, fileName }: Attachment): boolean {
  return contentType === 'text/calendar' || contentType === 'application/ics' || /\.(?:ics|vcs|ical)$/i.test(fileName ?? '');
}

function toPart(event: CalendarEvent): FormPart {
  const fields = listFields(event).map(({ name, label, value }) => ({
    name,
    label,
    value: typeof value === 'string' ? cutText(value, MAX_WORDS) : value,
  }));
  return { type: 'form', formId: 'calendar', fields, fallback: cutText(describe(event), 2 * MAX_WORDS) };
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string | readonly string[];
}

/** `startAt` and `endAt` are for programs: RFC 3339, or a day; absent where nobody can tell. */
function listFields(event: CalendarEvent): Field[] {
  const { start, end } = event;
  const said: (Field | null)[] = [
    { name: 'method', label: 'Kind', value: event.method },
    text('summary', 'Event', event.summary),
    text('start', 'Begins', start && tell(start)),
    text('startAt', 'Begins at', start && (start.allDay ? start.local : start.utc)),
    text('end', 'Ends', end && tell(end)),
    text('endAt', 'Ends at', end && (end.allDay ? end.local : end.utc)),
    text('repeats', 'Repeats', event.repeats),
    text('location', 'Place', event.location),
    text('organizer', 'Organiser', event.organizer && nameOf(event.organizer)),
    event.attendees.length === 0
      ? null
      : {
          name: 'attendees',
          label: 'Invited',
          value: event.attendees.slice(0, MAX_NAMED).map((person) => cutText(withAnswer(person), 600)),
        },
    text('status', 'Status', event.status),
    text('description', 'Description', event.description),
    text('uid', 'Id', event.uid),
  ];
  return said.filter((field) => field !== null);
}

function text(name: string, label: string, value: string | null): Field | null {
  return value === null || value === '' ? null : { name, label, value };
}

function describe(event: CalendarEvent): string {
  const { start, end, attendees } = event;
  const lines = [`${titleOf(event)}: ${event.summary ?? 'without a title'}`];
  if (start !== null) lines.push(`When: ${tellSpan(start, end)}${event.repeats === null ? '' : ', repeatedly'}`);
  if (event.location !== null) lines.push(`Where: ${event.location}`);
  if (event.organizer !== null) lines.push(`Organiser: ${nameOf(event.organizer)}`);
  if (attendees.length > 0) {
    const more = attendees.length > MAX_NAMED ? `, and ${attendees.length - MAX_NAMED} more` : '';
    lines.push(`Invited: ${attendees.slice(0, MAX_NAMED).map(withAnswer).join(', ')}${more}`);
  }
  if (event.others > 0) lines.push(`And ${event.others} more in the same calendar`);
  return lines.join('\n');
}

function titleOf({ method, status, attendees }: CalendarEvent): string {
  if (method === 'cancel' || status === 'cancelled') return 'Cancelled event';
  if (method === 'request') return 'Invitation';
  if (method === 'counter') return 'Another time is proposed for an event';
  if (method !== 'reply') return 'Event';
  const [who] = attendees;
  return who === undefined
    ? 'Answer to an invitation'
    : `${who.name ?? who.address} answered "${who.answer ?? 'unknown'}" to an invitation`;
}

function tell({ local, zone }: CalendarTime): string {
  return zone === null ? local : `${local} (${zone})`;
}

function tellSpan(start: CalendarTime, end: CalendarTime | null): string {
  if (end === null || end.local === start.local) return tell(start);
  if (start.allDay || end.zone !== start.zone) return `${tell(start)} to ${tell(end)}`;
  const sameDay = end.local.slice(0, 10) === start.local.slice(0, 10);
  return `${start.local} to ${sameDay ? end.local.slice(11) : end.local}${start.zone === null ? '' : ` (${start.zone})`}`;
}

function nameOf({ name, address }: CalendarPerson): string {
  return name === null || name === address ? address : `${name} <${address}>`;
}

function withAnswer(person: CalendarPerson): string {
  return person.answer === null ? nameOf(person) : `${nameOf(person)} (${person.answer})`;
}
