import { describe, expect, it } from '@jest/globals';
import type { ClockKind } from '../../desk/schema/targets.js';
import { followCall } from './call-clocks.js';
import { call, openClocks as open } from './testing/clock-book.js';

type Opened = ReturnType<typeof open>;

describe('a call', () => {
  const at = (ms: number) => new Date(ms).toISOString();

  it('is measured as it goes on, and by its own times when it is told afterwards', () => {
    const { ticket, of } = open();
    followCall(ticket, 'call', call, 'phone');
    expect(of('pickup')[0]).toMatchObject({ metAt: null, ivr: ['3'], channel: 'phone' });
    followCall(ticket, 'call', { ...call, answeredAt: at(50), endedAt: at(900), outcome: 'answered' }, 'phone');
    followCall(ticket, 'call', { ...call, answeredAt: at(50), endedAt: at(900), outcome: 'answered' }, 'phone');
    expect(of('pickup').map(({ metAt, breachedAt }) => [metAt, breachedAt])).toEqual([[50, null]]);
  });

  it('that nobody took ran out where it rang too long; a mailbox takes none', () => {
    const [short, long] = [open(), open()];
    followCall(short.ticket, 'call', { ...call, endedAt: at(60), outcome: 'abandoned_queue' }, null);
    followCall(long.ticket, 'call', { ...call, answeredAt: at(50), endedAt: at(150), outcome: 'voicemail' }, null);
    expect([short.of('pickup')[0]!.breachedAt, long.of('pickup')[0]!.breachedAt]).toEqual([null, 100]);
    expect(long.of('pickup')[0]).toMatchObject({ metAt: null, cancelledFor: 'ended' });
  });

  it('is greeted and put into the line by clocks of their own, each from its time', () => {
    const { ticket, of } = open(100, new Set<ClockKind>(['pickup', 'greeting', 'firstLine']));
    followCall(ticket, 'call', { ...call, queuedAt: at(30) }, 'phone');
    followCall(ticket, 'call', { ...call, queuedAt: at(30), answeredAt: at(40), outcome: 'transferred_out' }, 'phone');
    expect(
      (['pickup', 'greeting', 'firstLine'] as const).map((kind) => of(kind).map(({ startedAt, metAt }) => [startedAt, metAt])),
    ).toEqual([[[0, 40]], [[40, null]], [[30, 40]]]);
    expect(of('firstLine')[0]).toMatchObject({ startedBy: 'call', metBy: 'call', ivr: ['3'], channel: 'phone' });
  });

  it('is greeted when it is recorded who calls, however long it rang', () => {
    const { ticket, of } = open(100, new Set<ClockKind>(['greeting']));
    followCall(ticket, 'call', { ...call, answeredAt: at(500) }, 'phone');
    ticket.identified({ entryId: 'before', at: 499 });
    expect(of('greeting')[0]).toMatchObject({ startedAt: 500, dueAt: 600, metAt: null });
    ticket.identified({ entryId: 'note', at: 510 });
    followCall(ticket, 'call', { ...call, answeredAt: at(500), endedAt: at(900), outcome: 'answered' }, 'phone');
    expect(of('greeting')).toMatchObject([{ metAt: 510, metBy: 'note', breachedAt: null }]);
  });

  it('is greeted also where that was recorded before the exchange told of the connection', () => {
    const { ticket, of } = open(100, new Set<ClockKind>(['greeting']));
    const identified = [10, 70].map((ms) => ({ entryId: `note${ms}`, at: ms }));
    followCall(ticket, 'call', { ...call, answeredAt: at(20) }, 'phone', identified);
    expect(of('greeting')[0]).toMatchObject({ startedAt: 20, metAt: 70, metBy: 'note70' });
  });

  it('of whom nobody recorded who he is ran out where it lasted too long, and is not judged where it was short or a mailbox took it', () => {
    const [long, short, mailbox] = [1, 2, 3].map(() => open(100, new Set<ClockKind>(['greeting']))) as [Opened, Opened, Opened];
    followCall(long.ticket, 'call', { ...call, answeredAt: at(20), endedAt: at(200), outcome: 'answered' }, 'phone');
    followCall(short.ticket, 'call', { ...call, answeredAt: at(20), endedAt: at(60), outcome: 'answered' }, 'phone');
    followCall(mailbox.ticket, 'call', { ...call, answeredAt: at(20) }, 'phone');
    followCall(mailbox.ticket, 'call', { ...call, answeredAt: at(20), endedAt: at(60), outcome: 'voicemail' }, 'phone');
    const ends = [long, short, mailbox].map(({ of }) => [of('greeting')[0]!.breachedAt, of('greeting')[0]!.cancelledFor]);
    expect(ends).toEqual([
      [120, 'ended'],
      [null, 'ended'],
      [null, 'ended'],
    ]);
  });

  it('that never reached the line has no clock of it', () => {
    const { ticket, of } = open(100, new Set<ClockKind>(['pickup', 'firstLine']));
    followCall(ticket, 'call', { ...call, endedAt: at(10) }, 'phone');
    expect([of('firstLine'), of('pickup')[0]!.cancelledAt]).toEqual([[], 10]);
  });
});
