import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { callIn, clockWhere, inShanghai } from '../../desk-clocks.js';
import { row } from '../../row.js';

export default row('D2.2', async (desk, show) => {
  await desk.clock.moveTo('Tue 16:00');
  const ticket = await desk.doors.mail({
    from: 'mail@d22.test',
    to: 'support@levels.example',
    subject: 'No network',
    text: 'It is gone since noon.',
  });
  const mail = await clockWhere(desk, ticket, 'response', ({ target }) => target === 'email');
  expect(inShanghai(mail.dueAt).slice(11)).toBe('11:00');
  const greet = async (answered: number, caller: string) => {
    const id = randomUUID();
    await callIn(desk, { id, caller, answered, ended: answered + 120 });
    return clockWhere(desk, await desk.ticketOf(id), 'greeting', ({ state }) => state === 'met');
  };
  const [quick, slow] = [await greet(20, '+8613800002201'), await greet(75, '+8613800002202')];
  expect([quick.target, quick.breachedAt, slow.target]).toEqual(['greeted', null, 'greeted']);
  expect(Date.parse(slow.breachedAt!) - Date.parse(slow.startedAt)).toBe(60_000);
  show(
    'a mail of Tuesday 16:00 is due on Wednesday 11:00, four working hours later; a caller who was greeted after 20 s was in time, one after 75 s was not',
  );
});
