import { describe, expect, it } from '@jest/globals';
import { hash } from 'node:crypto';
import type { Attachment } from '../parsed-mail.js';
import { readCalendar } from './calendar.js';
import { toCalendarParts } from './calendar-part.js';

const calendar = (method: string, lines: readonly string[], zones: readonly string[] = []) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `METHOD:${method}`,
    ...zones,
    'BEGIN:VEVENT',
    'UID:1@example',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const attach = (source: string, more: Partial<Attachment> = {}): Attachment => {
  const content = Buffer.from(source);
  const sha256 = hash('sha256', content, 'hex');
  return { fileName: null, contentType: 'text/calendar', inline: false, contentId: null, content, sha256, ...more };
};
const fieldsOf = (source: string) =>
  Object.fromEntries(toCalendarParts([attach(source)])[0]!.fields.map(({ name, value }) => [name, value]));

const OUTLOOK = calendar('REQUEST', [
  'ORGANIZER;CN="Müller, Eva":MAILTO:eva@example.com',
  'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Support:mailto:support@example.com',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.com',
  'SUMMARY;LANGUAGE=de:Abnahme\\, zweiter Teil\\; mit eine',
  ' m langen Namen',
  'DTSTART;TZID="W. Europe Standard Time":20260702T100000',
  'DTEND;TZID="W. Europe Standard Time":20260702T113000',
  'LOCATION:Haus 2\\nRaum 7',
  'RRULE:FREQ=WEEKLY;COUNT=4',
  'BEGIN:VALARM',
  'TRIGGER:-PT15M',
  'SUMMARY:not this',
  'END:VALARM',
]);

describe('an invitation', () => {
  it('is shown with all that a reader needs, in words too', () => {
    const [part] = toCalendarParts([attach(OUTLOOK)]);
    expect(part!.fallback).toBe(
      [
        'Invitation: Abnahme, zweiter Teil; mit einem langen Namen',
        'When: 2026-07-02 10:00 to 11:30 (Europe/Berlin), repeatedly',
        'Where: Haus 2\nRaum 7',
        'Organiser: Müller, Eva <eva@example.com>',
        'Invited: Support <support@example.com>, bob@example.com (accepted)',
      ].join('\n'),
    );
    expect(fieldsOf(OUTLOOK)).toMatchObject({
      method: 'request',
      start: '2026-07-02 10:00 (Europe/Berlin)',
      startAt: '2026-07-02T08:00:00.000Z',
      endAt: '2026-07-02T09:30:00.000Z',
      repeats: 'FREQ=WEEKLY;COUNT=4',
      attendees: ['Support <support@example.com>', 'bob@example.com (accepted)'],
    });
  });

  it('is shown once, as an alternative and as a file', () => {
    const file = attach(OUTLOOK, { contentType: 'application/octet-stream', fileName: 'invite.ics' });
    expect(toCalendarParts([attach(OUTLOOK), file])).toHaveLength(1);
    expect(toCalendarParts([attach(OUTLOOK), attach(OUTLOOK.replace('UID:1', 'UID:2'))])).toHaveLength(2);
  });

  it.each([
    ['CANCEL', ['SUMMARY:x'], 'Cancelled event: x'],
    ['REPLY', ['SUMMARY:x', 'ATTENDEE;CN=Bob;PARTSTAT=DECLINED:mailto:bob@example.com'], 'Bob answered "declined" to an invitation: x'],
    ['PUBLISH', ['SUMMARY:x', 'DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260504'], 'Event: x\nWhen: 2026-05-01 to 2026-05-03'],
    ['REQUEST', ['DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260502'], 'Invitation: without a title\nWhen: 2026-05-01'],
    [
      'REQUEST',
      ['SUMMARY:x', 'DTSTART:20260501T233000Z', 'DURATION:PT1H'],
      'Invitation: x\nWhen: 2026-05-01 23:30 to 2026-05-02 00:30 (UTC)',
    ],
    ['REQUEST', ['SUMMARY:会议', 'DTSTART:20260501T090000'], 'Invitation: 会议\nWhen: 2026-05-01 09:00'],
  ])('%s %j reads: %s', (method, lines, words) => {
    expect(toCalendarParts([attach(calendar(method, lines))])[0]!.fallback).toMatch(new RegExp(`^${words.replace(/[()]/g, '\\$&')}`));
  });

  it.each([
    ['Asia/Shanghai', '20260101T080000', '2026-01-01T00:00:00.000Z'],
    ['America/New_York', '20260308T013000', '2026-03-08T06:30:00.000Z'],
    ['America/New_York', '20260308T033000', '2026-03-08T07:30:00.000Z'],
    ['Europe/Berlin', '20261025T033000', '2026-10-25T02:30:00.000Z'],
    ['/mozilla.org/20050126_1/Europe/Berlin', '20260702T100000', '2026-07-02T08:00:00.000Z'],
    ['China Standard Time', '20260101T080000', '2026-01-01T00:00:00.000Z'],
    ['Our Zone', '20260101T080000', '2026-01-01T02:30:00.000Z'],
    ['Nowhere', '20260101T080000', undefined],
    ['../../etc/passwd', '20260101T080000', undefined],
  ])('in the zone %s at %s begins at %s', (zone, local, utc) => {
    const own = [
      'BEGIN:VTIMEZONE',
      'TZID:Our Zone',
      'BEGIN:STANDARD',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0530',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    expect(fieldsOf(calendar('REQUEST', [`DTSTART;TZID=${zone}:${local}`], own))['startAt']).toBe(utc);
  });

  it('is taken from the series, not from its exception, and says how many more there are', () => {
    const exception = 'BEGIN:VEVENT\r\nUID:1@example\r\nRECURRENCE-ID:20260101T000000Z\r\nSUMMARY:other\r\nEND:VEVENT\r\n';
    const source = calendar('REQUEST', ['SUMMARY:series']).replace('BEGIN:VEVENT', `${exception}BEGIN:VEVENT`);
    expect(readCalendar(source)).toMatchObject({ summary: 'series', others: 1 });
  });

  it.each(['', 'hello', 'BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO', '<html>', 'BEGIN:VCARD\nFN:x'])(
    'is not seen in %j',
    (source) => {
      expect(toCalendarParts([attach(source)])).toEqual([]);
    },
  );

  it('takes little time when it is hostile', () => {
    for (const source of [
      calendar(
        'REQUEST',
        Array.from({ length: 50_000 }, (_, n) => `ATTENDEE:mailto:${n}@x`),
      ),
      calendar('REQUEST', [`SUMMARY;${'A=b;'.repeat(50_000)}:x`, `ATTENDEE;CN="${'x'.repeat(100_000)}`]),
      `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(50_000)}`,
      calendar('REQUEST', [`DESCRIPTION:${'\\n'.repeat(100_000)}`, ' x\r\n'.repeat(50_000)]),
    ])
      expect(() => toCalendarParts([attach(source)])).not.toThrow();
  });
});
