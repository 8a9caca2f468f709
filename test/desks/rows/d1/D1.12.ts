import { expect } from '@jest/globals';
import { answer, archive, call, confirmByMail, ratingOf, rowsOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row('D1.12', async (desk, show) => {
  await desk.clock.moveTo('Wed 10:00');
  const agent = await desk.agents.get('d1.12-ke');
  const ticket = await desk.doors.mail({ from: 'd1.12@customer.test', to: 'service@b2b.example', subject: 'D1.12', text: '发票抬头错误' });
  await answer(desk, ticket, '已重开发票', agent);
  await desk.clock.moveTo('Wed 11:00');
  await archive(desk, ticket, agent, { confirm: confirmByMail(desk, ticket, 'd1.12@customer.test', 'service@b2b.example') });
  await desk.mailTo('d1.12@customer.test', ({ mail: { text = '' } }) => text.includes('满意吗'));
  await desk.clock.moveTo('Wed 11:30');
  await desk.doors.mail({ from: 'd1.12@customer.test', to: 'service@b2b.example', subject: `Re: [${ticket.number}]`, text: '满意' });
  expect(await ratingOf(desk, ticket)).toMatchObject({ way: 'reply', step: 'satisfied' });
  const entered = await call(desk, '+8613800001212', { satisfaction: 3 });
  expect(await ratingOf(desk, entered)).toMatchObject({ way: 'keys', step: 'satisfied' });
  const after = await desk.ticket(ticket.id);
  expect(after.status).toBe('closed');
  const day = desk.clock.now().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  const log = await rowsOf(desk, `request-log?from=${day}&to=${day}&limit=10000`);
  const mine = log.find(({ number }) => number === ticket.number)!;
  expect(String(mine['archivedAt']).slice(11, 16)).toBe('03:00');
  const rated = (await rowsOf(desk, `satisfaction?from=${day}&to=${day}&limit=10000`)).find(({ number }) => number === ticket.number)!;
  expect(String(rated['ratedAt']).slice(11, 16)).toBe('03:30');
  show(
    'archived at 11:00, rated 满意 at 11:30: the rating is in the tables, the ticket stayed archived since 11:00; one by keys on a call is kept too',
  );
});
