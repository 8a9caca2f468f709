import { describe, expect, it } from '@jest/globals';
import { remind, toNotice } from './reminder.js';

const times = { first: 100, second: 200 };

describe('a ticket that nobody looked at', () => {
  it('reminds its owner when it is time, and the supervisors later', () => {
    expect(remind(0, undefined, { ...times, now: 99 })).toEqual({ tell: null, lookAgainAt: 100 });
    expect(remind(0, undefined, { ...times, now: 100 })).toEqual({ tell: 'owner', lookAgainAt: 200 });
    expect(remind(0, 0, { ...times, now: 200 })).toEqual({ tell: 'supervisor', lookAgainAt: null });
  });

  it('begins anew with what the customer wrote after somebody had looked', () => {
    expect(remind(150, 0, { now: 200, first: 250, second: 350 })).toEqual({ tell: null, lookAgainAt: 250 });
  });

  it('tells the supervisors at once where their time has passed already', () => {
    expect(remind(0, undefined, { ...times, now: 300 })).toEqual({ tell: 'owner', lookAgainAt: 300 });
  });

  it('is told of to its agent, else its group, else the supervisors', () => {
    const since = new Date('2026-03-02T09:15:30Z');
    const ticket = { id: 't', number: 'A-1', assignee: 'ann', group: 'chat', since };
    expect(toNotice(ticket, 'owner', 'Asia/Shanghai')).toEqual({
      to: { agent: 'ann' },
      kind: 'ticket_not_looked_at',
      key: `attention:t:${since.getTime()}:owner`,
      text: 'A-1: 客户 2026-03-02 17:15 来信后尚无人查看。Nobody has looked at it since the customer wrote at 2026-03-02 17:15.',
      ticketId: 't',
    });
    expect(toNotice({ ...ticket, assignee: null }, 'owner', 'Asia/Shanghai').to).toEqual({ group: 'chat' });
    expect(toNotice({ ...ticket, assignee: null, group: null }, 'owner', 'Asia/Shanghai').to).toEqual({ role: 'supervisor' });
    expect(toNotice(ticket, 'supervisor', 'Asia/Shanghai')).toMatchObject({
      to: { role: 'supervisor' },
      kind: 'ticket_still_not_looked_at',
      key: `attention:t:${since.getTime()}:supervisor`,
    });
  });
});
