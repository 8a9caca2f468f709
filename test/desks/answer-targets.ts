import { expect } from '@jest/globals';
import { clockWhere, minutesOf } from './desk-clocks.js';
import type { Ticket } from './desk-views.js';
import type { RunningDesk } from './running-desk.js';

/** D3.6, its answers: within 5 min, 3 where it is urgent, solved within 30; a complex one has its own. The words say which it is. */
export async function showAnswerTargets(desk: RunningDesk): Promise<string> {
  const ask = async (words: string, fits: (ticket: Ticket) => boolean, what: string) => {
    const { visitor, ticket } = await desk.doors.chatWith(words);
    await visitor.close();
    return desk.ticketWhere(ticket.id, (now) => now.language !== null && fits(now), what);
  };
  const due = async (ticket: { readonly id: string }, kind: string, target: string) =>
    minutesOf(await clockWhere(desk, ticket, kind, (clock) => clock.target === target && clock.dueAt !== null));
  const normal = await ask('怎么改昵称？', ({ priority }) => priority === 'normal', 'a normal inquiry');
  const urgent = await ask('我的账户被盗刷了！', ({ priority, urgency }) => priority === 'urgent' && urgency === 'funds', 'an urgent one');
  const isComplex = ({ priority, tags }: Ticket) => priority === 'high' && tags.includes('complex');
  const complex = await ask('想把跨区的两个角色合并到多个账号里', isComplex, 'a complex one');
  expect([await due(normal, 'response', 'answer'), await due(normal, 'resolution', 'solved')]).toEqual([5, 30]);
  expect([await due(urgent, 'response', 'answer-urgent'), await due(urgent, 'resolution', 'solved')]).toEqual([3, 30]);
  expect([await due(complex, 'response', 'answer'), await due(complex, 'resolution', 'complex-solved')]).toEqual([5, 1_440]);
  return 'by their own words one inquiry is normal and due after 5 min, one urgent after 3, both solved after 30, one complex and solved within 24 h';
}
