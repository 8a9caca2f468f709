import { describe, expect, it } from '@jest/globals';
import type { ClockKind } from '../../desk/schema/targets.js';
import { nextTelling } from './clock.js';
import { answer, openClocks as open, wrote } from './testing/clock-book.js';

describe('clocks of a ticket', () => {
  it('begin once with what the customer wrote first; what he adds while he waits begins none', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.customerWrote(wrote(5), 'mail');
    expect([of('response').length, of('nextResponse').length, of('resolution').length, of('progress').length]).toEqual([1, 0, 1, 1]);
    ticket.answered(answer(10), 'answer');
    ticket.customerWrote(wrote(20), 'mail');
    expect(of('nextResponse').map(({ startedAt, round }) => [startedAt, round])).toEqual([[20, '1']]);
  });

  it('are none of a kind that the desk promises nothing of', () => {
    const { ticket, clocks } = open(100, new Set<ClockKind>(['resolution']));
    ticket.customerWrote(wrote(0), null);
    expect(clocks.map(({ kind }) => kind)).toEqual(['resolution']);
  });

  it('stop at what their target says, and not at what was before they began', () => {
    const { ticket, of, told } = open();
    ticket.customerWrote(wrote(50), 'mail');
    ticket.answered(answer(40), 'answer');
    ticket.answered(answer(60), 'bot');
    ticket.answered(answer(60), 'note');
    expect(of('response')[0]!.metAt).toBeNull();
    ticket.answered(answer(60), 'call');
    expect(of('response')[0]).toMatchObject({ metAt: 60, metBy: 'out60', breachedAt: null });
    expect(of('progress').map(({ metAt, startedAt }) => [startedAt, metAt])).toEqual([
      [50, 60],
      [60, null],
    ]);
    expect(told().filter((each) => each === 'response met')).toHaveLength(1);
  });

  it('stand still for an answer while a bot serves him, unless it may stop them', () => {
    const { ticket, of, told } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.hold('call');
    expect(of('response')[0]!.dueAt).toBe(100);
    ticket.hold('bot');
    ticket.hold('bot');
    expect(of('response')[0]).toMatchObject({ dueAt: null, pauses: [{ from: 0, to: null }] });
    expect([of('resolution')[0]!.dueAt, of('progress')[0]!.dueAt]).toEqual([100, 100]);
    ticket.release(65);
    ticket.release(66);
    expect(of('response')[0]).toMatchObject({ dueAt: 165, pauses: [{ from: 0, to: 65 }] });
    expect(told().filter((each) => /response (?:paused|resumed)/.test(each))).toEqual(['response paused', 'response resumed']);
  });

  it('ran out when they were met too late, by a millisecond', () => {
    const [inTime, late] = [open(), open()];
    for (const [{ ticket }, at] of [
      [inTime, 100],
      [late, 101],
    ] as const) {
      ticket.customerWrote(wrote(0), 'mail');
      ticket.answered(answer(at), 'answer');
    }
    expect([inTime.of('response')[0]!.breachedAt, late.of('response')[0]!.breachedAt]).toEqual([null, 100]);
    expect(late.told()).toContain('response breached');
  });

  it('take back that they ran out, where the answer was in time after all', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    of('response')[0]!.breachedAt = 100;
    ticket.answered(answer(99), 'answer');
    expect(of('response')[0]).toMatchObject({ metAt: 99, breachedAt: null });
  });

  it('go on as before when the answer did not arrive, whatever began meanwhile', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.answered(answer(10), 'answer');
    ticket.customerWrote(wrote(20), 'mail');
    ticket.unanswered('out10', []);
    expect(of('response')[0]).toMatchObject({ metAt: null, dueAt: 100 });
    expect(of('nextResponse')[0]).toMatchObject({ cancelledFor: 'reopened' });
    ticket.unanswered('another', []);
    expect(of('response')[0]!.metAt).toBeNull();
  });

  it('are met by the next answer that arrived where the first did not, and ran out where that was too late', () => {
    for (const [second, breachedAt] of [
      [20, null],
      [120, 100],
    ] as const) {
      const { ticket, of, told } = open();
      ticket.customerWrote(wrote(0), 'mail');
      ticket.answered(answer(10), 'answer');
      ticket.answered(answer(second), 'answer');
      ticket.unanswered('out10', [
        { entryId: 'note', at: 15, by: 'note' },
        { ...answer(second), by: 'answer' },
      ]);
      expect(ticket.waiting).toBeNull();
      expect(of('response')[0]).toMatchObject({ metAt: second, metBy: `out${second}`, breachedAt });
      expect(told()).not.toContain('response reopened');
    }
  });

  it('go on to be told how it stands when what told it did not arrive', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.answered(answer(10), 'answer');
    expect(of('progress').map(({ metBy, startedAt }) => [metBy, startedAt])).toEqual([
      ['out10', 0],
      [null, 10],
    ]);
    ticket.unanswered('out10', []);
    expect(of('progress').map(({ metAt, cancelledFor }) => [metAt, cancelledFor])).toEqual([
      [null, null],
      [null, 'reopened'],
    ]);
    ticket.answered(answer(30), 'answer');
    ticket.answered(answer(40), 'answer');
    ticket.unanswered('out30', [{ ...answer(40), by: 'answer' }]);
    expect(of('progress').filter((clock) => clock.metAt === null && clock.cancelledAt === null)).toHaveLength(1);
  });

  it('of what is solved are not told how it stands, whatever did not arrive', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.answered(answer(10), 'answer');
    ticket.statusChanged('open', 'solved', 20);
    ticket.unanswered('out10', []);
    expect(of('progress').every(({ metAt, cancelledAt }) => metAt !== null || cancelledAt !== null)).toBe(true);
  });

  it('stand still while the customer has to answer, and go on with what was left', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.statusChanged('open', 'pending', 30);
    ticket.statusChanged('open', 'pending', 35);
    expect(of('resolution')[0]).toMatchObject({ dueAt: null, pauses: [{ from: 30, to: null }] });
    expect(nextTelling(of('resolution')[0]!)).toBeNull();
    ticket.statusChanged('pending', 'open', 80);
    expect(of('resolution')[0]).toMatchObject({ dueAt: 150, pauses: [{ from: 30, to: 80 }] });
    expect(of('response')[0]!.dueAt).toBe(100);
  });

  it('end with the ticket: what was to be solved is met, what was to be answered is off; a reopened one begins anew', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.statusChanged('open', 'solved', 40);
    expect([of('resolution')[0]!.metAt, of('response')[0]!.cancelledFor, of('progress')[0]!.cancelledFor]).toEqual([
      40,
      'solved',
      'solved',
    ]);
    ticket.statusChanged('solved', 'open', 60);
    expect(of('resolution').map(({ startedAt, channel }) => [startedAt, channel])).toEqual([
      [0, 'mail'],
      [60, 'mail'],
    ]);
  });

  it('are judged anew from the start: no longer late is not late', () => {
    const { ticket, of, told, desk } = open();
    ticket.customerWrote(wrote(0), 'mail');
    Object.assign(of('response')[0]!, { warnedAt: 90, breachedAt: 100 });
    ticket.rejudge(110);
    expect(told()).not.toContain('response rejudged');
    desk.length = 200;
    ticket.rejudge(110);
    expect(of('response')[0]).toMatchObject({ target: 't200', dueAt: 200, breachedAt: null, warnedAt: null });
    desk.length = 105;
    of('response')[0]!.breachedAt = 100;
    ticket.rejudge(110);
    expect(of('response')[0]).toMatchObject({ dueAt: 105, breachedAt: 100 });
  });

  it('are told of next at the warning, then when due, then no more', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    const [clock] = of('response');
    expect(nextTelling(clock!)).toBe(90);
    clock!.warnedAt = 90;
    expect(nextTelling(clock!)).toBe(100);
    clock!.breachedAt = 100;
    expect(nextTelling(clock!)).toBeNull();
  });
});
