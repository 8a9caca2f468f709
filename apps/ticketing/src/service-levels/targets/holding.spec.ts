import { describe, expect, it } from '@jest/globals';
import { Desk } from '../../desk/desk-schema.js';
import type { ClockKind } from '../../desk/schema/targets.js';
import { DeskHours } from '../hours/desk-hours.js';
import { judge, type Pause } from './judge.js';
import { type JudgedFacts, TargetBook, toLength } from './target-book.js';

const office = { zone: 'UTC', hours: [{ days: 'mon-fri', spans: ['9:00-18:00'] }] };
const facts: JudgedFacts = {
  ...{ channel: 'mail', priority: 'high', category: 'account/login', requestType: 'fault', group: 'chat', plan: 'pro', class: 'gold' },
  ...{ vip: true, urgency: 'urgent', mood: 'angry', tags: ['a', 'b'], level: 2, ivr: ['3', '1'] },
};
const at = (text: string) => Date.parse(`${text}:00Z`);
const show = (instant: number | null | undefined) => (instant == null ? null : new Date(instant).toISOString().slice(0, 16));

function judging(list: object[], more: object = {}) {
  const desk = Desk.parse({
    calendars: { office, never: { zone: 'UTC' } },
    channels: { mail: { name: 'Mail', hours: 'office' } },
    targets: { list: list.map((one, index) => ({ key: `t${index}`, kind: 'response', ...one })) },
    ...more,
  });
  const parts = { hours: new DeskHours(desk, new Map()), book: new TargetBook(desk), warnAt: 0.5 };
  return (started: string, pauses: readonly Pause[] = [], own: Partial<JudgedFacts> = {}, kind: ClockKind = 'response') =>
    judge(parts, new Map(), { kind, facts: { ...facts, ...own }, startedAt: at(started), pauses });
}
const pause = (from: string, to: string | null): Pause => ({ from: at(from), to: to === null ? null : at(to) });

describe('a target holds', () => {
  const holds = (when: object, own: Partial<JudgedFacts> = {}) =>
    new TargetBook(
      Desk.parse({
        targets: { list: [{ key: 't', kind: 'response', when, length: '1 clock hour' }] },
        channels: { mail: { name: 'M' }, chat: { name: 'C' } },
        groups: { chat: { name: 'C' }, mail: { name: 'M' } },
      }),
    ).find('response', { ...facts, ...own }).length === 1;

  it.each([
    ['channel', ['chat', 'mail'], ['chat']],
    ['priority', ['low', 'high'], ['low']],
    ['category', ['other', 'account'], ['other']],
    ['requestType', ['x', 'fault'], ['x']],
    ['group', ['mail', 'chat'], ['mail']],
    ['plan', ['free', 'pro'], ['free']],
    ['class', ['silver', 'gold'], ['silver']],
    ['urgency', ['low', 'urgent'], ['low']],
    ['mood', ['calm', 'angry'], ['calm']],
    ['tag', ['x', 'b'], ['x']],
    ['level', [1, 2], [1]],
    ['ivr', ['9', '1'], ['9']],
    ['vip', true, false],
  ])('by %s: one of them is enough, none is not', (name, good, bad) => {
    expect([holds({ [name]: good }), holds({ [name]: bad })]).toEqual([true, false]);
    expect(holds({ vip: true, plan: ['pro'], [name]: bad })).toBe(false);
  });

  it('of nothing that is not known', () => {
    expect(holds({ plan: ['pro'] }, { plan: null })).toBe(false);
    expect(holds({ category: ['account'] }, { category: null })).toBe(false);
    expect(holds({ level: [2] }, { level: null })).toBe(false);
  });

  it('of a category and what is below it, in either way of writing', () => {
    const within = ['account', 'account/login', 'account.login', 'accounts', 'accounts/login', 'my/account'];
    expect(within.filter((category) => holds({ category: ['account'] }, { category }))).toEqual([
      'account',
      'account/login',
      'account.login',
    ]);
  });
});

describe('a desk’s targets', () => {
  it('are those of its list, then those of its priorities, each for its kind', () => {
    const desk = Desk.parse({
      targets: { list: [{ key: 'own', kind: 'pickup', length: '5 clock seconds', stoppedBy: ['bot'] }] },
      priorities: {
        low: {
          name: 'Low',
          response: '1 clock hour',
          nextResponse: '2 clock hours',
          resolution: '3 clock hours',
          progress: '4 clock hours',
        },
      },
    });
    const book = new TargetBook(desk);
    expect([...book.kinds].sort()).toEqual(['nextResponse', 'pickup', 'progress', 'resolution', 'response']);
    expect([...new TargetBook(Desk.parse({})).kinds]).toEqual([]);
    const low = { ...facts, priority: 'low' as const };
    const of = (kind: ClockKind) => book.find(kind, low).map(({ key, length, stoppedBy }) => [key, length.within, [...stoppedBy]]);
    expect(of('nextResponse')).toEqual([['priority-low', { of: 'clock', ms: 7_200_000 }, ['answer', 'call']]]);
    expect(of('pickup')).toEqual([['own', { of: 'clock', ms: 5_000 }, ['bot']]]);
    expect(book.find('progress', facts)).toEqual([]);
  });

  it('may differ by the kind of day: absolutely, or by a factor', () => {
    expect(toLength('2 working days')).toEqual({ within: { of: 'working-days', days: 2 }, onDays: {} });
    expect(toLength({ within: '1 clock hour', onDays: { weekend: '2 clock hours', holiday: { factor: 3 } } } as never)).toEqual({
      within: { of: 'clock', ms: 3_600_000 },
      onDays: { weekend: { of: 'clock', ms: 7_200_000 }, holiday: { factor: 3 } },
    });
  });

  it('say what stops them', () => {
    expect(judging([{ length: '1 clock hour', stoppedBy: ['bot', 'answer'] }])('2026-03-02T10:00')!.stoppedBy).toEqual(['bot', 'answer']);
  });
});

describe('of targets that hold', () => {
  it('the first of the file decides between those that are due at once', () => {
    expect(judging([{ length: '1 clock hour' }, { length: '60 clock minutes' }])('2026-03-02T10:00')!.target).toBe('t0');
  });

  it('one that is never due is behind all, and still is one', () => {
    const never = { length: '1 working hour', calendar: 'never' };
    expect(judging([never, { length: '90 clock hours' }])('2026-03-02T10:00')!.target).toBe('t1');
    expect(judging([never])('2026-03-02T10:00')).toMatchObject({ target: 't0', calendar: 'never', dueAt: null, warnAt: null });
  });
});

describe('a target is warned of', () => {
  const warn = (length: string, started: string) => show(judging([{ length }])(started)!.warnAt);

  it('after its share of time: of the clock, or of the hours in which people are there', () => {
    expect(warn('4 clock hours', '2026-03-02T17:00')).toBe('2026-03-02T19:00');
    expect(warn('4 working hours', '2026-03-02T17:00')).toBe('2026-03-03T10:00');
    expect(warn('2 working days', '2026-03-02T10:00')).toBe('2026-03-03T10:00');
  });
});

describe('a pause', () => {
  const clock = judging([{ length: '4 clock hours' }]);
  const working = judging([{ length: '4 working hours' }]);

  it('puts a target by the clock off by its own length', () => {
    expect(show(clock('2026-03-02T17:00', [pause('2026-03-02T18:00', '2026-03-03T08:00')])!.dueAt)).toBe('2026-03-03T11:00');
  });

  it('puts one in working hours off by the hours that people were there', () => {
    expect(show(working('2026-03-02T15:00', [pause('2026-03-02T17:00', '2026-03-03T10:00')])!.dueAt)).toBe('2026-03-03T12:00');
    expect(show(working('2026-03-02T10:00', [pause('2026-03-02T11:00', '2026-03-02T12:00')])!.dueAt)).toBe('2026-03-02T15:00');
  });

  it('counts only where it began before the target was over, several one after the other', () => {
    expect(show(clock('2026-03-02T10:00', [pause('2026-03-02T14:00', '2026-03-02T15:00')])!.dueAt)).toBe('2026-03-02T14:00');
    const two = [
      pause('2026-03-02T13:00', '2026-03-02T14:00'),
      pause('2026-03-02T14:30', '2026-03-02T15:00'),
      pause('2026-03-02T16:00', '2026-03-02T17:00'),
    ];
    expect(show(clock('2026-03-02T10:00', two)!.dueAt)).toBe('2026-03-02T15:30');
    expect(show(clock('2026-03-02T10:00', two)!.warnAt)).toBe('2026-03-02T12:00');
  });

  it('that lasts leaves no time at all', () => {
    expect(clock('2026-03-02T10:00', [pause('2026-03-02T11:00', '2026-03-02T12:00'), pause('2026-03-02T13:00', null)])).toMatchObject({
      dueAt: null,
      warnAt: null,
    });
  });
});
