import { describe, expect, it } from '@jest/globals';
import type { Clock } from './clock.js';
import { noticeText } from './clock-text.js';
import { toView } from './clock-view.js';
import { type Act, isSettled, ring, toNotices, type Watched } from './ring.js';

const clock = (more: Partial<Clock> = {}): Clock => ({
  ...{ id: 'c', ticketId: 't', kind: 'response', round: '1', target: 'p', calendar: 'office', channel: 'mail', ivr: [], length: null },
  ...{ stoppedBy: ['answer', 'call'], startedAt: 0, startedBy: 'in', dueAt: 100, warnAt: 80, pauses: [], warnedAt: null, breachedAt: null },
  ...{ metAt: null, metBy: null, cancelledAt: null, cancelledFor: null, deskVersion: 1 },
  ...more,
});
const ticket = (more: Partial<Watched> = {}): Watched => ({
  ...{ id: 't', number: 'A-1', version: 3, assignee: null, group: null, status: 'open', updatedAt: new Date(50) },
  ...more,
});
const ringAt = (now: number, more: Partial<Clock> = {}) => {
  const one = clock(more);
  return [ring(one, now).map(({ change }) => change), one.warnedAt, one.breachedAt];
};

describe('a clock rings', () => {
  it('once when it is to be warned of, once when it ran out', () => {
    expect(ringAt(79)).toEqual([[], null, null]);
    expect(ringAt(80)).toEqual([['warned'], 80, null]);
    expect(ringAt(99, { warnedAt: 80 })).toEqual([[], 80, null]);
    expect(ringAt(100, { warnedAt: 80 })).toEqual([['breached'], 80, 100]);
    expect(ringAt(500, { warnedAt: 80, breachedAt: 100 })).toEqual([[], 80, 100]);
  });

  it('with no warning any more when it ran out before it was warned of: since it was due, not since it was seen', () => {
    expect(ringAt(150)).toEqual([['breached'], null, 100]);
  });

  it('not when it was met, called off, stands still or has no time', () => {
    for (const more of [{ metAt: 50 }, { cancelledAt: 50 }, { dueAt: null, warnAt: null }]) expect(ringAt(500, more)[0]).toEqual([]);
  });
});

describe('a clock was stopped in time, though the log has not told of it', () => {
  const since = new Date(50);
  const settled = (more: Partial<Clock>, of: Partial<Watched>, ...acts: Act[]) =>
    isSettled(clock(more), ticket(of), { acts, identified: [] }, since);

  it('by what its target says, from its beginning until it was due', () => {
    expect(settled({}, {})).toBe(false);
    expect([0, 60, 100].map((at) => settled({}, {}, { by: 'answer', at }))).toEqual([true, true, true]);
    expect([-1, 101].map((at) => settled({}, {}, { by: 'answer', at }))).toEqual([false, false]);
    expect(settled({}, {}, { by: 'bot', at: 60 })).toBe(false);
    expect(settled({}, {}, { by: 'note', at: 60 }, { by: 'call', at: 60 })).toBe(true);
    expect(settled({ dueAt: null }, {}, { by: 'answer', at: 999 })).toBe(true);
  });

  it('by the end of its ticket, where that was just now', () => {
    for (const status of ['solved', 'closed'] as const) {
      expect(settled({}, { status })).toBe(true);
      expect(settled({}, { status, updatedAt: new Date(49) })).toBe(false);
    }
  });

  it('a solution’s by a question to the customer, and by no answer', () => {
    const solution = { kind: 'resolution' as const };
    expect(settled(solution, { status: 'pending' })).toBe(true);
    expect(settled(solution, { status: 'pending', updatedAt: new Date(49) })).toBe(false);
    expect(settled(solution, {}, { by: 'answer', at: 60 })).toBe(false);
    expect(settled({}, { status: 'pending' })).toBe(false);
  });
});

describe('a greeting was made in time, though the log has not told of it', () => {
  it('where it was recorded who calls, not where the call was taken or its ticket ended', () => {
    const settled = (at: number | null) =>
      isSettled(
        clock({ kind: 'greeting', startedAt: 10 }),
        ticket({ status: 'solved' }),
        { acts: [{ by: 'call', at: 10 }], identified: at === null ? [] : [at] },
        new Date(0),
      );
    expect([null, 9, 10, 100, 101].map(settled)).toEqual([false, false, true, true, false]);
  });
});

describe('of a clock is told', () => {
  const told = (change: 'warned' | 'breached', more: Partial<Watched>) =>
    toNotices({ clock: clock(), change }, ticket(more), 'Asia/Shanghai').map(({ to }) => to);

  it('its owner: the agent, else the group, else the supervisors', () => {
    expect(told('warned', { assignee: 'ann', group: 'chat' })).toEqual([{ agent: 'ann' }]);
    expect(told('warned', { group: 'chat' })).toEqual([{ group: 'chat' }]);
    expect(told('warned', {})).toEqual([{ role: 'supervisor' }]);
  });

  it('the supervisors too when it ran out, once', () => {
    expect(told('breached', { assignee: 'ann' })).toEqual([{ agent: 'ann' }, { role: 'supervisor' }]);
    expect(told('breached', { group: 'chat' })).toEqual([{ group: 'chat' }, { role: 'supervisor' }]);
    expect(told('breached', {})).toEqual([{ role: 'supervisor' }]);
  });

  it('each time that it is due anew', () => {
    const notices = toNotices(
      { clock: clock({ dueAt: Date.UTC(2026, 2, 2, 9, 30) }), change: 'breached' },
      ticket({ assignee: 'ann' }),
      'Asia/Shanghai',
    );
    expect(notices[0]).toEqual({
      to: { agent: 'ann' },
      kind: 'clock_breached',
      ticketId: 't',
      key: 'clock:c:breached:1772443800000:agent',
      text: 'A-1: 首次响应已超时（应于 2026-03-02 17:30）。The first answer is overdue (was due 2026-03-02 17:30).',
    });
    expect(notices[1]!.key).toBe('clock:c:breached:1772443800000:role');
  });

  it('in words of both languages', () => {
    const say = (kind: Clock['kind'], dueAt: number | null) => noticeText({ kind, dueAt }, 'warned', 'A-1', 'Asia/Shanghai');
    expect(say('resolution', Date.UTC(2026, 2, 2, 9, 30))).toBe(
      'A-1: 解决即将超时（2026-03-02 17:30）。The solution is due soon (2026-03-02 17:30).',
    );
    expect(say('nextResponse', null)).toBe('A-1: 后续响应即将超时（）。The answer is due soon ().');
    const names = (['progress', 'pickup', 'firstLine', 'greeting'] as const).map((kind) => say(kind, 0));
    for (const [index, words] of [
      ['进展通报', 'word about how it stands'],
      ['接听', 'call to be taken'],
      ['一线接听', 'first line'],
      ['问候并确认身份', 'greeting'],
    ].entries())
      expect(names[index]).toBe(`A-1: ${words[0]}即将超时（1970-01-01 08:00）。The ${words[1]} is due soon (1970-01-01 08:00).`);
  });
});

describe('a clock as it is shown', () => {
  it('has one state: what ended it before what holds it up before what it told', () => {
    const state = (more: Partial<Clock>) => toView(clock(more), 0).state;
    const paused = { pauses: [{ from: 10, to: null }] };
    expect(state({})).toBe('running');
    expect(state({ warnedAt: 80 })).toBe('warned');
    expect(state({ warnedAt: 80, breachedAt: 100 })).toBe('breached');
    expect(state({ ...paused, breachedAt: 100 })).toBe('paused');
    expect(state({ pauses: [{ from: 10, to: 20 }] })).toBe('running');
    expect(state({ ...paused, cancelledAt: 50 })).toBe('cancelled');
    expect(state({ metAt: 50, breachedAt: 40 })).toBe('met');
  });

  it('says how long is left while it runs, and nothing of what is not', () => {
    expect(toView(clock(), 30)).toMatchObject({ leftMs: 70, dueAt: new Date(100), warnAt: new Date(80), pausedAt: null, metAt: null });
    expect(toView(clock(), 130).leftMs).toBe(-30);
    expect([{ metAt: 5 }, { cancelledAt: 5 }, { dueAt: null }].map((more) => toView(clock(more), 30).leftMs)).toEqual([null, null, null]);
    expect(toView(clock({ pauses: [{ from: 10, to: null }], warnedAt: 8, breachedAt: 9, metAt: 5, cancelledAt: 6 }), 0)).toMatchObject({
      ...{ pausedAt: new Date(10), warnedAt: new Date(8), breachedAt: new Date(9), metAt: new Date(5), cancelledAt: new Date(6) },
      startedAt: new Date(0),
    });
    expect(toView(clock(), 0)).toMatchObject({ id: 'c', ticketId: 't', kind: 'response', target: 'p', calendar: 'office', deskVersion: 1 });
  });
});
