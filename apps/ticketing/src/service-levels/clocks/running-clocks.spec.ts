import { describe, expect, it } from '@jest/globals';
import { followCall } from './call-clocks.js';
import type { Clock } from './clock.js';
import { answer, call, KINDS, openClocks as open, wrote } from './testing/clock-book.js';
import { TicketClocks } from './ticket-clocks.js';

describe('clocks that run', () => {
  const running = (at = 0) => {
    const house = open();
    house.ticket.customerWrote(wrote(at), 'mail', ['3']);
    return house;
  };

  it('begin as the desk in force is, of the message that began them', () => {
    const { of } = running(5);
    expect(of('response')[0]).toMatchObject({
      ...{ ticketId: 'ticket', kind: 'response', round: '1', channel: 'mail', ivr: ['3'], startedAt: 5, startedBy: 'in5', deskVersion: 1 },
      ...{ target: 't100', calendar: 'c', length: { of: 'clock', ms: 100 }, stoppedBy: ['answer', 'call'], dueAt: 105, warnAt: 95 },
      ...{ pauses: [], warnedAt: null, breachedAt: null, metAt: null, metBy: null, cancelledAt: null, cancelledFor: null },
    });
    expect(new Set([...of('response'), ...of('resolution'), ...of('progress')].map(({ id }) => id)).size).toBe(3);
  });

  it('tell each change once, and of each that changed', () => {
    const { ticket, told } = running();
    expect(told()).toEqual(['response started', 'resolution started', 'progress started']);
    expect(ticket.changed.size).toBe(3);
    ticket.answered(answer(10), 'answer');
    ticket.statusChanged('open', 'pending', 20);
    ticket.statusChanged('pending', 'open', 30);
    ticket.statusChanged('open', 'closed', 40);
    expect(told().slice(3)).toEqual([
      ...['response met', 'progress met', 'progress started', 'resolution paused', 'progress paused', 'resolution resumed'],
      ...['progress resumed', 'resolution met', 'progress cancelled'],
    ]);
  });

  it('measure without a target, where none holds', () => {
    const clocks: Clock[] = [];
    const ticket = new TicketClocks('ticket', clocks, KINDS, () => null, 7);
    ticket.customerWrote(wrote(0), null);
    expect(clocks[0]).toMatchObject({
      target: null,
      calendar: null,
      length: null,
      stoppedBy: ['answer', 'call'],
      dueAt: null,
      warnAt: null,
    });
    ticket.answered(answer(1_000), 'answer');
    expect(clocks[0]).toMatchObject({ metAt: 1_000, breachedAt: null, deskVersion: 7 });
  });

  it('are met no earlier than they began, and once', () => {
    const { ticket, of, told } = running(50);
    const [clock] = of('response');
    ticket.meet(clock!, 40, 'early');
    ticket.meet(clock!, 60, 'again');
    expect(clock).toMatchObject({ metAt: 50, metBy: 'early' });
    expect(told().filter((each) => each === 'response met')).toHaveLength(1);
  });

  it('stay as late as they were told to be when they are met late', () => {
    const { ticket, of, told } = running();
    of('response')[0]!.breachedAt = 100;
    ticket.answered(answer(150), 'answer');
    expect(of('response')[0]).toMatchObject({ metAt: 150, breachedAt: 100 });
    expect(told()).not.toContain('response breached');
  });

  it('called off too late ran out, told once; in time they did not', () => {
    const [late, inTime, known] = [running(), running(), running()];
    known.of('response')[0]!.breachedAt = 100;
    for (const [{ ticket }, at] of [
      [late, 101],
      [inTime, 100],
      [known, 101],
    ] as const)
      ticket.statusChanged('open', 'closed', at);
    expect([late, inTime, known].map(({ of }) => of('response')[0]!.breachedAt)).toEqual([100, null, 100]);
    expect([late, inTime, known].map(({ told }) => told().includes('response breached'))).toEqual([true, false, false]);
    expect(late.of('response')[0]).toMatchObject({ cancelledAt: 101, cancelledFor: 'closed' });
  });

  it('are called off no earlier than they began', () => {
    const { ticket, of } = running(50);
    ticket.leave(40);
    expect(of('response')[0]).toMatchObject({ cancelledAt: 50, cancelledFor: 'merged' });
  });

  it('of what was asked later wait apart from the first answer', () => {
    const { ticket, of } = running();
    ticket.answered(answer(10), 'answer');
    for (const at of [20, 30]) ticket.customerWrote(wrote(at), 'mail');
    ticket.answered(answer(40), 'answer');
    ticket.customerWrote(wrote(50), 'chat');
    expect(of('nextResponse').map(({ round, startedAt, metAt, channel }) => [round, startedAt, metAt, channel])).toEqual([
      ['1', 20, 40, 'mail'],
      ['2', 50, null, 'chat'],
    ]);
    expect(ticket.waiting).toMatchObject({ kind: 'nextResponse', startedBy: 'in50' });
    expect(of('resolution')).toHaveLength(1);
  });

  it('stand still and go on only where the customer has to act', () => {
    const { ticket, of } = running();
    ticket.statusChanged('new', 'open', 5);
    expect(of('resolution')[0]!.pauses).toEqual([]);
    ticket.statusChanged('open', 'pending', 20);
    ticket.statusChanged('pending', 'open', 15);
    expect(of('resolution')[0]!.pauses).toEqual([{ from: 20, to: 20 }]);
    ticket.statusChanged('open', 'pending', 30);
    ticket.statusChanged('pending', 'open', 40);
    expect(of('resolution')[0]!.pauses).toEqual([
      { from: 20, to: 20 },
      { from: 30, to: 40 },
    ]);
    expect(of('response')[0]!.pauses).toEqual([]);
  });

  it('begin anew when the ticket is reopened, on the channel where it was asked last', () => {
    const { ticket, of } = running();
    ticket.statusChanged('open', 'closed', 40);
    ticket.statusChanged('closed', 'new', 60);
    expect(of('resolution')[1]).toMatchObject({ startedAt: 60, channel: 'mail', ivr: [], startedBy: null, pauses: [] });
    expect(of('response')).toHaveLength(1);
    const empty = open();
    empty.ticket.statusChanged('solved', 'open', 60);
    expect(empty.of('resolution')[0]).toMatchObject({ channel: null });
    empty.ticket.statusChanged('open', 'new', 70);
    expect(empty.of('resolution')).toHaveLength(1);
  });

  it('of calls are not ended by the status', () => {
    const { ticket, of } = open();
    followCall(ticket, 'call', call, 'phone');
    ticket.statusChanged('open', 'solved', 10);
    expect(of('pickup')[0]).toMatchObject({ metAt: null, cancelledAt: null });
  });

  it('are told of anew when they are judged anew, and forget only what is not so any more', () => {
    const { ticket, of, told, desk } = running();
    Object.assign(of('response')[0]!, { warnedAt: 95, breachedAt: 100 });
    desk.length = 112;
    ticket.rejudge(105);
    // Due later, but its warning would have come by now.
    expect(of('response')[0]).toMatchObject({ dueAt: 112, breachedAt: null, warnedAt: 95 });
    expect(told()).toContain('response rejudged');
    expect(ticket.changed.has(of('response')[0]!)).toBe(true);
    ticket.answered(answer(106), 'answer');
    desk.length = 50;
    ticket.rejudge(107);
    expect(of('response')[0]).toMatchObject({ dueAt: 112, target: 't112' });
  });

  it('of an answer that did not arrive go on where nothing else began, and those of others stay met', () => {
    const { ticket, of, told } = running();
    ticket.answered(answer(10), 'answer');
    const [first, second] = of('progress');
    ticket.unanswered('out10', []);
    // No word of how it stands arrived: the round before it goes on.
    expect([first!.metAt, second!.cancelledAt]).toEqual([null, 10]);
    expect(of('response')[0]).toMatchObject({ metAt: null, metBy: null });
    expect(told()).toContain('response reopened');
  });

  it('come back after a merge only where the merge ended them', () => {
    const { ticket, of, told } = running();
    ticket.answered(answer(10), 'answer');
    ticket.customerWrote(wrote(20), 'mail');
    ticket.leave(30);
    expect(ticket.comeBack().map(({ startedBy }) => startedBy)).toEqual(['in0', 'out10', 'in20']);
    expect(of('nextResponse')[0]).toMatchObject({ cancelledAt: null, cancelledFor: null });
    expect(of('response')[0]!.metAt).toBe(10);
    expect(told().filter((each) => each.endsWith('reopened'))).toEqual([
      'resolution reopened',
      'progress reopened',
      'nextResponse reopened',
    ]);
  });

  it('of an answer that did not arrive end what was asked after it, and nothing else', () => {
    const { ticket, of } = open();
    ticket.customerWrote(wrote(0), 'mail');
    ticket.answered(answer(10), 'answer');
    ticket.customerWrote(wrote(10), 'mail');
    followCall(ticket, 'call', call, 'phone');
    ticket.unanswered('out10', []);
    expect(of('nextResponse')[0]).toMatchObject({ cancelledAt: 10, cancelledFor: 'reopened' });
    for (const kind of ['resolution', 'pickup', 'response'] as const) expect(of(kind)[0]).toMatchObject({ cancelledAt: null, metAt: null });
    expect(of('progress').map(({ cancelledAt }) => cancelledAt)).toEqual([null, 10]);
  });

  it('begin anew where the customer asked, whatever rang since', () => {
    const { ticket, of } = running();
    followCall(ticket, 'call', call, 'phone');
    ticket.statusChanged('open', 'closed', 40);
    ticket.statusChanged('closed', 'open', 60);
    expect(of('resolution')[1]).toMatchObject({ channel: 'mail' });
    const later = open();
    later.ticket.statusChanged('new', 'solved', 10);
    later.ticket.work(20, { channel: 'chat', ivr: [], startedBy: 'x' });
    later.ticket.statusChanged('open', 'solved', 30);
    later.ticket.statusChanged('solved', 'open', 40);
    expect(later.of('resolution').map(({ channel }) => channel)).toEqual(['chat', 'chat']);
    expect(later.of('progress').map(({ startedAt }) => startedAt)).toEqual([20, 40]);
  });

  it('begin with no status but a reopening', () => {
    const { ticket, clocks } = open();
    ticket.statusChanged('new', 'open', 10);
    ticket.statusChanged('open', 'pending', 20);
    ticket.statusChanged('pending', 'open', 30);
    expect(clocks).toEqual([]);
  });

  it('are stopped by an answer of the same moment, and by none for another’s', () => {
    const { ticket, of } = running(10);
    ticket.answered(answer(10), 'answer');
    expect(of('response')[0]!.metAt).toBe(10);
    ticket.unanswered('in10', []);
    expect(of('response')[0]!.metAt).toBe(10);
  });

  it('that are due just now are late, and warned of just now are warned of', () => {
    const { ticket, of, desk } = running();
    Object.assign(of('response')[0]!, { warnedAt: 90, breachedAt: 100 });
    desk.length = 110;
    ticket.rejudge(110);
    expect(of('response')[0]).toMatchObject({ dueAt: 110, breachedAt: 100, warnedAt: 90 });
    desk.length = 120;
    ticket.rejudge(110);
    expect(of('response')[0]).toMatchObject({ dueAt: 120, breachedAt: null, warnedAt: 90 });
  });
});
