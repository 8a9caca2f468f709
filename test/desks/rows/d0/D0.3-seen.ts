import { expect } from '@jest/globals';
import { promiseOf } from '../../console-parts.js';
import { clockWhere } from '../../desk-clocks.js';
import { seen } from '../../row.js';

export default seen('D0.3', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const agent = await desk.agents.get('d0.3-seen');
  const to = 'support@smartcv.example';
  const mail = await desk.doors.mail({ from: 'd0.3-seen@customer.test', to, subject: 'How do I d0.3', text: 'How do I add a photo?' });
  const due = await clockWhere(desk, mail, 'response', ({ target, dueAt }) => target !== 'priority-normal' && dueAt !== null);
  const { visitor, ticket: chat } = await desk.doors.chatWith('D0.3 在线请教一个问题');
  await clockWhere(desk, chat, 'response', ({ target }) => target === 'chat');
  const ofChat = await promiseOf(await desk.screens.ticket(agent, chat), '首次回复');
  expect(ofChat.says).toMatch(/^首次回复：[1-5]分钟后到期$/);
  const ofMail = await promiseOf(await desk.screens.ticket(agent, mail), '首次回复');
  expect([ofMail.says, ofMail.at]).toEqual([
    expect.stringMatching(/^首次回复：(23小时后|明天)到期$/),
    Math.floor(Date.parse(due.dueAt!) / 1_000) * 1_000,
  ]);
  await visitor.close();
  for (const { id } of [mail, chat]) await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  show(`beside a chat stood “${ofChat.says}”, beside a mail of the same minute “${ofMail.says}”, with the very time`);
});
