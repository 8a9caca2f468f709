import { expect } from '@jest/globals';
import { clockWhere, minutesOf } from '../../desk-clocks.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';

/** A general question: of its priorities' and its channel's promises the nearer one holds. */
async function ask(desk: RunningDesk, from: string) {
  const ticket = await desk.doors.mail({ from, to: 'support@smartcv.example', subject: `How do I ${from}`, text: 'How do I add a photo?' });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { priority: 'low' });
  return clockWhere(desk, ticket, 'response', ({ target, dueAt }) => target !== 'priority-normal' && dueAt !== null);
}

export default row(
  'D0.3',
  async (desk, show) => {
    await desk.clock.moveTo('2026-09-28 10:00');
    expect(minutesOf(await ask(desk, 'working@d03.test'))).toBe(24 * 60);
    const { visitor, ticket } = await desk.doors.chatWith('在线请教一个问题');
    const chat = await clockWhere(desk, ticket, 'response', ({ target }) => target === 'chat');
    expect(minutesOf(chat)).toBe(5);
    await visitor.close();
    const { desk: profile } = await desk.api<{ desk: { targets: { list: { key: string; length: unknown }[] } } }>('GET', '/desk');
    expect(profile.targets.list.find(({ key }) => key === 'tickets')!.length).toBe('24 clock hours');
    await desk.clock.moveTo('2026-10-01 10:00');
    expect(minutesOf(await ask(desk, 'holiday@d03.test'))).toBe(48 * 60);
    show('a mail is due after 24 h on a working day, after 48 h on a holiday; a chat after 5 min of the hours; a ticket after 24 h');
  },
  { on: '2026-09-28' },
);
