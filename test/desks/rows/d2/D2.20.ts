import { expect } from '@jest/globals';
import { answer, archive, call, ratingOf, taskOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

const DAY = 24 * 3_600_000;

export default row('D2.20', async (desk, show) => {
  const agent = await desk.agents.get('d2.20-bo');
  const mail = await desk.doors.mail({ from: 'd2.20@customer.test', to: 'support@levels.example', subject: 'D2.20', text: '服务器变慢' });
  await answer(desk, mail, '已扩容', agent);
  await archive(desk, mail, agent);
  const phone = await call(desk, '+8613800002020');
  await archive(desk, phone, agent);
  const asked = () =>
    desk.customers.arrived.filter(
      ({ envelopeTo, mail: { text = '' } }) => envelopeTo.includes('d2.20@customer.test') && text.includes('为本次技术支持打分'),
    );
  await desk.clock.advance(DAY);
  expect(asked()).toEqual([]);
  await desk.clock.advance(DAY + 60_000);
  await desk.mailTo('d2.20@customer.test', ({ mail: { text = '' } }) => text.includes('为本次技术支持打分'));
  await desk.doors.mail({
    from: 'd2.20@customer.test',
    to: 'support@levels.example',
    subject: `Re: 【技术支持】${mail.number}`,
    text: '4',
  });
  expect(await ratingOf(desk, mail)).toMatchObject({ way: 'reply', value: 4 });
  const caller = await desk.agents.get('d2.20-an');
  const task = await taskOf(desk, phone, 'survey_call');
  expect(task.text).toContain('打分');
  await desk.api('POST', `/tickets/${phone.id}/ratings`, { value: 5, suggestion: '多些文档' }, caller);
  await desk.api('POST', `/tasks/${task.id}/done`, { outcome: '客户给 5 分' }, caller);
  expect(await ratingOf(desk, phone)).toMatchObject({ way: 'agent', value: 5, suggestion: '多些文档' });
  expect((await desk.ticket(phone.id)).status).toBe('closed');
  show('two days after the solution: by mail, answered with a 4; for a caller a task to ring him, and the agent entered his 5');
});
