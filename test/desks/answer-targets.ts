import { expect } from '@jest/globals';
import { clockWhere, minutesOf } from './desk-clocks.js';
import type { RunningDesk } from './running-desk.js';

/** D3.6, its answers: within 5 min, 3 where it is urgent, solved within 30; a complex one has its own. */
export async function showAnswerTargets(desk: RunningDesk): Promise<string> {
  const ask = async (words: string, priority: string) => {
    const { visitor, ticket } = await desk.doors.chatWith(words);
    await desk.api('PATCH', `/tickets/${ticket.id}`, { priority });
    await visitor.close();
    return ticket;
  };
  const due = async (ticket: { readonly id: string }, kind: string, target: string) =>
    minutesOf(await clockWhere(desk, ticket, kind, (clock) => clock.target === target && clock.dueAt !== null));
  const [normal, urgent, complex] = [
    await ask('怎么改昵称？', 'normal'),
    await ask('充值没到账！', 'urgent'),
    await ask('跨区角色合并', 'high'),
  ];
  expect([await due(normal, 'response', 'answer'), await due(normal, 'resolution', 'solved')]).toEqual([5, 30]);
  expect([await due(urgent, 'response', 'answer-urgent'), await due(urgent, 'resolution', 'solved')]).toEqual([3, 30]);
  expect([await due(complex, 'response', 'answer'), await due(complex, 'resolution', 'complex-solved')]).toEqual([5, 1_440]);
  return 'a normal inquiry is due after 5 min, an urgent one after 3, both solved after 30, a complex one after 24 h';
}
