import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { fillForm, signIn } from '../../case-views.js';
import { answer, archive, call, lineWith, ratingOf, taskOf } from '../../desk-feedback.js';
import type { Feedback } from '../../desk-feedback.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D0.11', async (desk, show) => {
  const agent = await desk.agents.get('d0.11-li');
  const lead = await desk.agents.get('d0.11-lead', 'supervisor');
  const mail = await desk.doors.mail({
    from: 'd0.11@customer.test',
    to: 'support@smartcv.example',
    subject: 'D0.11 导出',
    text: '无法导出 PDF',
  });
  await answer(desk, mail, '请更新版本', agent);
  await archive(desk, mail, agent, { status: 'solved' });
  await desk.clock.advance(11 * 60_000);
  const asked = await desk.mailTo('d0.11@customer.test', ({ mail: { text = '' } }) => text.includes('请为本次服务打分'));
  expect(asked.mail.text).toContain('1 至 5');
  const number = mail.number;
  await desk.doors.mail({ from: 'd0.11@customer.test', to: 'support@smartcv.example', subject: `Re: [${number}]`, text: '2，太慢' });
  const rating = await ratingOf(desk, mail);
  expect(rating).toMatchObject({ way: 'reply', value: 2, reason: '太慢' });
  expect((await desk.ticket(mail.id)).status).toBe('solved');
  expect((await taskOf(desk, mail, 'low_score')).text).toContain('太慢');

  const { visitor, ticket: chat } = await desk.doors.chatWith('D0.11 怎么改名字？');
  await answer(desk, chat, '在设置里', agent);
  await lineWith(visitor, '在设置里');
  await archive(desk, chat, agent, { status: 'solved' });
  await visitor.until(() => visitor.frames.some((frame) => JSON.stringify(frame).includes('rating_asked')), 'the chat asks for a rating');
  visitor.send({ t: 'rate', id: randomUUID(), score: 5 });
  expect((await ratingOf(desk, chat)).way).toBe('tap');
  await visitor.close();

  const user = { user_token: await signIn(desk, 'u-d011', 'd0.11-form@customer.test') };
  const fields = { category: 'account', email: 'd0.11-form@customer.test', summary: '改绑邮箱 d0.11', symptom: '想换一个邮箱' };
  await fillForm(desk, 'tickets', { ...fields, ...user });
  const form = await desk.ticketLike('改绑邮箱 d0.11');
  const called = await call(desk, '+8613800001100');
  await archive(desk, form, agent, { status: 'solved' });
  await archive(desk, called, agent, { status: 'solved' });
  await desk.clock.advance(11 * 60_000);
  const linked = await desk.mailTo('d0.11-form@customer.test', ({ mail: { text = '' } }) => text.includes('请为本次服务打分'));
  const survey = /http\S+\/s\/\S+/.exec(linked.mail.text!)![0];
  expect((await fetch(survey)).status).toBe(200);
  await desk.clock.advance(2 * 3_600_000);
  const ask = await taskOf(desk, called, 'survey_call');
  expect(ask.text).toContain('请为本次服务打分');
  await desk.api('POST', `/tickets/${called.id}/ratings`, { value: 4 }, agent);
  expect(await ratingOf(desk, called)).toMatchObject({ way: 'agent', value: 4 });

  const complaint = await desk.doors.mail({
    from: 'd0.11b@customer.test',
    to: 'support@smartcv.example',
    subject: 'D0.11 投诉',
    text: '我要投诉客服态度',
  });
  const waiting = await desk.until(async () => {
    const { items } = await desk.api<List<Feedback>>('GET', '/feedback?unseenBy=quality', undefined, lead);
    return items.find(({ ticketId, kind }) => ticketId === complaint.id && kind === 'form');
  }, 'the complaint in the list of quality');
  const seen = await desk.api<Feedback>('POST', `/feedback/${waiting.id}/seen`, {}, lead);
  expect(seen.seen.map(({ reader }) => reader)).toEqual(['quality']);
  show(
    'asked after a mail (answered by a number), after a chat (by its buttons), after a form (by a link in a mail) and after a call (by an agent, who enters it); a low score gave the supervisor a task, a complaint lay with quality until it was seen',
  );
});
