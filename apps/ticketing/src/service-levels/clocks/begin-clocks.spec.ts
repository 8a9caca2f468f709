import { describe, expect, it } from '@jest/globals';
import { beginClocks } from './begin-clocks.js';
import { openClocks } from './testing/clock-book.js';
import type { ThreadItem } from './waiting-rounds.js';

const asked = (at: number): ThreadItem => ({
  entryId: `in${at}`,
  asked: { entryId: `in${at}`, at, channel: 'mail', ivr: ['3'] },
  acted: null,
});
const answered = (at: number): ThreadItem => ({ entryId: `out${at}`, asked: null, acted: { entryId: `out${at}`, at, by: 'answer' } });

describe('what a desk promises since now to tickets that it has', () => {
  it('counts as if it always had been so: the question that waits, what has to be solved, the last word of ours', () => {
    const { ticket, of } = openClocks();
    beginClocks(ticket, [asked(10), answered(20), asked(30), asked(40)], 'open', 90);
    expect(of('response')).toEqual([]);
    expect(of('nextResponse')).toMatchObject([{ startedAt: 30, startedBy: 'in30', channel: 'mail', ivr: ['3'], metAt: null }]);
    expect(of('resolution')).toMatchObject([{ startedAt: 10, startedBy: 'in10', round: '1', channel: 'mail', ivr: ['3'] }]);
    expect(of('progress')).toMatchObject([{ startedAt: 20, startedBy: 'in10', round: '1' }]);
  });

  it('is a first answer where nobody answered yet, and progress since the question', () => {
    const { ticket, of } = openClocks();
    beginClocks(ticket, [asked(10)], 'new', 90);
    expect(of('response')).toMatchObject([{ startedAt: 10 }]);
    expect(of('progress')).toMatchObject([{ startedAt: 10 }]);
  });

  it('does not judge afterwards what is over or was answered', () => {
    for (const status of ['solved', 'closed'] as const) {
      const { ticket, clocks } = openClocks();
      beginClocks(ticket, [asked(10)], status, 90);
      expect(clocks).toEqual([]);
    }
    const { ticket, of } = openClocks();
    beginClocks(ticket, [asked(10), answered(20)], 'open', 90);
    expect([of('response'), of('nextResponse')]).toEqual([[], []]);
    expect(of('resolution')).toHaveLength(1);
  });

  it('is nothing where the customer asked nothing', () => {
    const { ticket, clocks } = openClocks();
    beginClocks(ticket, [], 'open', 90);
    beginClocks(ticket, [answered(5)], 'open', 90);
    expect(clocks).toEqual([]);
  });

  it('leaves clocks alone of a kind that the ticket has', () => {
    const { ticket, of } = openClocks();
    ticket.customerWrote({ entryId: 'in10', at: 10 }, 'chat');
    ticket.answered({ entryId: 'out20', at: 20 }, 'answer');
    beginClocks(ticket, [asked(10), answered(20), asked(30)], 'open', 90);
    expect(of('nextResponse')).toEqual([]);
    expect(of('response')).toHaveLength(1);
    expect(of('resolution')).toMatchObject([{ channel: 'chat' }]);
    expect(of('progress')).toHaveLength(2);
  });

  it('stands still where the customer is waited for, since our last word', () => {
    const { ticket, of } = openClocks();
    beginClocks(ticket, [asked(10), answered(25)], 'pending', 90);
    expect(of('resolution')).toMatchObject([{ pauses: [{ from: 25, to: null }], dueAt: null }]);
    const silent = openClocks();
    beginClocks(silent.ticket, [asked(10)], 'pending', 90);
    expect(silent.of('resolution')).toMatchObject([{ pauses: [{ from: 90, to: null }] }]);
    const open = openClocks();
    beginClocks(open.ticket, [asked(10), answered(25)], 'open', 90);
    expect(open.of('resolution')).toMatchObject([{ pauses: [], dueAt: 110 }]);
  });
});
