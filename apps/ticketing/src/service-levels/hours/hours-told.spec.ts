import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '#runtime';
import type { DeskProfiles } from '../../desk/desk-profiles.js';
import { Desk } from '../../desk/desk-schema.js';
import { knownHolidaySets } from '../holidays/holidays-in-force.js';
import type { ChannelHours } from './channel-hours.js';
import { DeskHours, type OverridesOf } from './desk-hours.js';
import { HoursNotice } from './hours-notice.js';
import { HoursReader } from './hours-reader.js';
import { describeMoment, describeWeek, writeOutOfHours } from './hours-text.js';

const desk = Desk.parse({
  calendars: {
    office: {
      zone: 'Asia/Shanghai',
      holidays: ['cn'],
      hours: [
        { days: 'mon-fri', spans: ['9:00-12:00', '13:00-18:00'], moved: true },
        { days: ['sat', 'sun'], spans: ['10:00-16:00'], moved: true },
        { days: 'daily', spans: ['18:00-22:00'], by: 'bot', moved: false },
      ],
    },
    never: { zone: 'UTC' },
    world: { zone: 'UTC', teams: ['office'] },
  },
  channels: {
    mail: {
      name: { zh: '邮件', en: 'Email' },
      purpose: { zh: '故障', en: 'Faults' },
      inboxes: ['support'],
      hours: 'office',
      outOfHoursNotice: true,
    },
    chat: { name: 'Chat', media: ['webchat'], hours: 'world', announceDays: 0 },
    fax: { name: 'Fax', media: ['fax'], hours: 'never', outOfHoursNotice: true },
  },
});
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const hours = new DeskHours(desk, knownHolidaySets());
const calendar = (key: string) => hours.calendarFor(null, key, new Map());

function open(now: string, overrides: OverridesOf = new Map()) {
  const clock = new ManualClock(new Date(at(now)));
  const profiles = { current: () => ({ version: 1, desk }) } as unknown as DeskProfiles;
  const channelHours = { current: () => hours, recentOverrides: () => Promise.resolve(overrides) } as unknown as ChannelHours;
  const reader = new HoursReader(profiles, channelHours, clock);
  return {
    notice: new HoursNotice(profiles, channelHours, clock),
    see: async (channel: string) => (await reader.list()).channels.find((one) => one.channel === channel)!,
    reader,
  };
}
const closedToday = (from: string, to: string) => new Map([['mail', [{ from: at(from), to: at(to), open: false }]]]);
const iso = (date: Date | null) => date?.getTime() ?? null;

describe('hours in words', () => {
  it('are people’s, in both languages', () => {
    const { office } = desk.calendars;
    expect(describeWeek(office!, 'en')).toBe('Mon–Fri 9:00–12:00, 13:00–18:00, Sat, Sun 10:00–16:00');
    expect(describeWeek(office!, 'zh')).toBe('周一至周五 9:00–12:00，13:00–18:00，周六，周日 10:00–16:00');
    expect(describeWeek({ ...office!, hours: [{ ...office!.hours[0]!, days: 'daily', spans: ['0:00-24:00'] }] }, 'en')).toBe(
      'daily 0:00–24:00',
    );
    expect(describeWeek({ ...office!, hours: [{ ...office!.hours[0]!, days: 'daily', spans: ['0:00-24:00'] }] }, 'zh')).toBe(
      '每天 0:00–24:00',
    );
  });

  it('name a moment on the calendar’s own clock', () => {
    expect(describeMoment(calendar('office'), at('2026-03-03T09:00'), 'en')).toBe('Tue 3 Mar 09:00');
    expect(describeMoment(calendar('office'), at('2026-03-08T23:05'), 'zh')).toBe('3月8日（周日）23:05');
    expect(describeMoment(calendar('never'), at('2026-01-05T02:00'), 'en')).toBe('Sun 4 Jan 18:00');
  });

  it('say when we are back, where we ever are', () => {
    const now = at('2026-03-06T19:00');
    expect(writeOutOfHours(calendar('office'), desk.calendars['office'], now, 'en')).toBe(
      'We are outside our hours now. Our hours: Mon–Fri 9:00–12:00, 13:00–18:00, Sat, Sun 10:00–16:00 (Asia/Shanghai). We are back Sat 7 Mar 10:00.',
    );
    expect(writeOutOfHours(calendar('office'), desk.calendars['office'], now, 'zh')).toBe(
      '当前不在服务时间内。服务时间：周一至周五 9:00–12:00，13:00–18:00，周六，周日 10:00–16:00（Asia/Shanghai）。下次服务时间：3月7日（周六）10:00。',
    );
    expect(writeOutOfHours(calendar('never'), desk.calendars['never'], now, 'en')).toBe('We are outside our hours now.');
    expect(writeOutOfHours(calendar('never'), undefined, now, 'zh')).toBe('当前不在服务时间内。');
  });

  it('are told with an acknowledgement while the channel is closed, where the desk wants it', async () => {
    const night = open('2026-03-03T20:00').notice;
    expect(await night.find('support', 'email', 'en')).toContain('We are back Wed 4 Mar 09:00');
    expect(await night.find('other', 'webchat', 'en')).toBeNull();
    expect(await night.find('other', 'email', 'en')).toBeNull();
    expect(await night.find(null, 'fax', 'zh')).toBe('当前不在服务时间内。');
    expect(await open('2026-03-03T10:00').notice.find('support', 'email', 'en')).toBeNull();
    const closed = open('2026-03-03T10:00', closedToday('2026-03-03T09:30', '2026-03-03T18:00')).notice;
    expect(await closed.find('support', 'email', 'zh')).toContain('3月4日（周三）09:00');
  });
});

describe('hours that customers see', () => {
  it('say who is there, until when, and what today has', async () => {
    const mail = await open('2026-03-03T10:00').see('mail');
    expect(mail).toMatchObject({
      name: desk.channels['mail']!.name,
      purpose: { en: 'Faults' },
      zone: 'Asia/Shanghai',
      open: true,
      by: 'people',
      teams: [],
    });
    expect([iso(mail.closesAt), iso(mail.opensAt), mail.changedToday]).toEqual([at('2026-03-03T12:00'), null, false]);
    expect(mail.today.map(({ from, to }) => [iso(from), iso(to)])).toEqual([
      [at('2026-03-03T09:00'), at('2026-03-03T12:00')],
      [at('2026-03-03T13:00'), at('2026-03-03T18:00')],
    ]);
    expect((await open('2026-03-03T10:00').reader.list()).now.getTime()).toBe(at('2026-03-03T10:00'));
  });

  it('say when somebody is there again', async () => {
    const mail = await open('2026-03-03T20:00').see('mail');
    expect([mail.open, mail.by, iso(mail.closesAt), iso(mail.opensAt)]).toEqual([false, 'bot', null, at('2026-03-04T09:00')]);
    const fax = await open('2026-03-03T20:00').see('fax');
    expect([fax.open, fax.by, fax.opensAt, fax.closesAt, fax.purpose, fax.today]).toEqual([false, null, null, null, null, []]);
  });

  it('name the teams that are on duty', async () => {
    expect((await open('2026-03-03T10:00').see('chat')).teams).toEqual(['office']);
    expect((await open('2026-03-03T20:00').see('chat')).teams).toEqual([]);
  });

  it('say that a supervisor changed today’s, and no other day’s', async () => {
    const changed = async (from: string, to: string) => (await open('2026-03-03T10:00', closedToday(from, to)).see('mail')).changedToday;
    expect(await changed('2026-03-03T15:00', '2026-03-03T16:00')).toBe(true);
    expect(await changed('2026-03-02T15:00', '2026-03-03T00:01')).toBe(true);
    expect(await changed('2026-03-02T15:00', '2026-03-03T00:00')).toBe(false);
    expect(await changed('2026-03-03T23:59', '2026-03-04T02:00')).toBe(true);
    expect(await changed('2026-03-04T00:00', '2026-03-04T02:00')).toBe(false);
    const mail = await open('2026-03-03T10:00', closedToday('2026-03-03T09:30', '2026-03-03T12:00')).see('mail');
    expect([mail.open, mail.today.length]).toEqual([false, 2]);
  });

  it('announce what is ahead: a holiday whole, and the days that are worked instead', async () => {
    const { announcements } = await open('2026-09-18T10:00').see('mail');
    expect(announcements.map(({ from, to, holiday, makeUp, days }) => [from, to, holiday?.key ?? null, makeUp, days.length])).toEqual(
      expect.arrayContaining([['2026-09-20', '2026-09-20', null, true, 1]]),
    );
    const madeUp = announcements.find(({ makeUp }) => makeUp)!;
    expect(madeUp.days[0]).toMatchObject({ date: '2026-09-20' });
    expect(madeUp.days[0]!.hours.map(({ from }) => iso(from))).toEqual([at('2026-09-20T09:00'), at('2026-09-20T13:00')]);
    expect((await open('2026-09-30T10:00').see('chat')).announcements).toEqual([]);
  });
});
