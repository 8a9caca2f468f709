import { describe, expect, it } from '@jest/globals';
import { Desk } from '../../desk/desk-schema.js';
import type { ClockKind } from '../../desk/schema/targets.js';
import { DeskHours } from '../hours/desk-hours.js';
import { judge, type Pause } from './judge.js';
import { type JudgedFacts, TargetBook } from './target-book.js';

const desk = Desk.parse({
  calendars: { office: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-18:00'] }] } },
  channels: { mail: { name: 'Mail', inboxes: ['support'], hours: 'office' }, chat: { name: 'Chat', media: ['webchat'] } },
  priorities: {
    high: { name: 'High', response: '1 clock hour', resolution: '3 working days' },
    low: { name: 'Low', response: '24 clock hours' },
  },
  targets: {
    list: [
      {
        key: 'mail',
        kind: 'response',
        when: { channel: ['mail'] },
        length: { within: '4 working hours', onDays: { weekend: { factor: 2 } } },
      },
      {
        key: 'complaints',
        kind: 'response',
        when: { category: ['complaint'], vip: true, tag: ['a', 'b'], level: [2] },
        length: '2 clock days',
        alone: true,
      },
    ],
  },
});
const parts = { hours: new DeskHours(desk, new Map()), book: new TargetBook(desk), warnAt: 0.5 };
const facts: JudgedFacts = {
  ...{ channel: 'mail', priority: 'normal', category: null, requestType: null, group: null, plan: null, class: null, vip: false },
  ...{ urgency: null, mood: null, tags: [], level: null, ivr: [] },
};
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const show = (instant: number | null | undefined) => (instant == null ? null : new Date(instant + 28_800_000).toISOString().slice(0, 16));
const ask = (more: Partial<JudgedFacts>, started: string, pauses: readonly Pause[] = [], kind: ClockKind = 'response') =>
  judge(parts, new Map(), { kind, facts: { ...facts, ...more }, startedAt: at(started), pauses });

describe('a judgement', () => {
  it('is by the target that is due first of those that hold', () => {
    const [normal, high, low] = [
      ask({}, '2026-03-03T10:00'),
      ask({ priority: 'high' }, '2026-03-03T10:00'),
      ask({ priority: 'low' }, '2026-03-03T10:00'),
    ];
    expect([normal!.target, show(normal!.dueAt), show(normal!.warnAt)]).toEqual(['mail', '2026-03-03T14:00', '2026-03-03T12:00']);
    expect([high!.target, show(high!.dueAt)]).toEqual(['priority-high', '2026-03-03T11:00']);
    expect(low!.target).toBe('mail');
    expect(ask({ channel: 'chat' }, '2026-03-03T10:00')).toBeNull();
  });

  it('is by one alone where all its conditions hold', () => {
    const complaint = { category: 'complaint/delivery', vip: true, tags: ['b'], level: 2 };
    expect(ask(complaint, '2026-03-03T10:00')!.target).toBe('complaints');
    for (const one of [{ category: 'complaints' }, { vip: false }, { tags: ['c'] }, { level: 1 }])
      expect(ask({ ...complaint, ...one }, '2026-03-03T10:00')!.target).toBe('mail');
  });

  it('differs by the kind of day it began on', () => {
    expect(show(ask({}, '2026-03-07T10:00')!.dueAt)).toBe('2026-03-09T17:00');
  });

  it('counts pauses as the target counts: clock hours by the clock, working hours in hours', () => {
    const pause = (from: string, to: string | null) => ({ from: at(from), to: to === null ? null : at(to) });
    expect(show(ask({}, '2026-03-03T10:00', [pause('2026-03-03T17:00', '2026-03-04T10:00')])!.dueAt)).toBe('2026-03-03T14:00');
    expect(show(ask({}, '2026-03-03T17:00', [pause('2026-03-03T17:30', '2026-03-04T10:00')])!.dueAt)).toBe('2026-03-04T13:30');
    expect(show(ask({ priority: 'high' }, '2026-03-03T10:00', [pause('2026-03-03T10:30', '2026-03-03T12:30')])!.dueAt)).toBe(
      '2026-03-03T13:00',
    );
    const stands = ask({}, '2026-03-03T10:00', [pause('2026-03-03T11:00', null)]);
    expect([stands!.target, stands!.dueAt, stands!.warnAt]).toEqual(['mail', null, null]);
    const days = ask({ priority: 'high' }, '2026-03-03T10:00', [pause('2026-03-03T12:00', '2026-03-04T12:00')], 'resolution');
    expect(show(days!.dueAt)).toBe('2026-03-09T10:00');
  });
});

describe('channels of a desk', () => {
  it('are inboxes by id before media; what nobody names is none', () => {
    const { hours } = parts;
    expect([hours.channelOf('support', 'webchat'), hours.channelOf('other', 'webchat'), hours.channelOf('other', 'email')]).toEqual([
      'mail',
      'chat',
      null,
    ]);
  });

  it('keep their calendar; one without is always open', () => {
    const { hours } = parts;
    expect([hours.calendarKeyOf('mail'), hours.calendarKeyOf('mail', 'x')]).toEqual(['office', 'x']);
    const always = hours.calendarFor('chat', hours.calendarKeyOf('chat'), new Map());
    expect([always.isOpen(at('2026-03-08T03:00')), always.nextClosing(at('2026-03-08T03:00'))]).toEqual([true, null]);
    const closed = new Map([['mail', [{ from: at('2026-03-03T09:00'), to: at('2026-03-03T18:00'), open: false }]]]);
    expect(hours.calendarFor('mail', 'office', closed).isOpen(at('2026-03-03T10:00'))).toBe(false);
    expect(hours.calendarFor('chat', 'office', closed).isOpen(at('2026-03-03T10:00'))).toBe(true);
  });
});
