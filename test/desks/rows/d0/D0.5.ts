import { expect } from '@jest/globals';
import { caseWhere, fillForm, signIn, tasksOf } from '../../case-views.js';
import { row } from '../../row.js';

export default row('D0.5', async (desk, show) => {
  const form = await desk.api<{ requestTypes: { key: string }[]; selfService: { checklist: string } }>('GET', '/desk/forms/ticket');
  expect(form.requestTypes.map(({ key }) => key)).toEqual(['fault', 'account', 'payment', 'suggestion', 'complaint']);
  const email = 'd0.5@customer.test';
  const fields = { category: 'technical', email, summary: '页面加载很慢 d0.5', symptom: '打开编辑器要一分钟' };
  const page = await fillForm(desk, 'tickets', { ...fields, user_token: await signIn(desk, 'u-d05', email) }, [
    { name: '截图.png', type: 'image/png' },
  ]);
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/R-[0-9A-Z]{4}-/);
  const told = await desk.mailTo(email, ({ mail }) => /受理编号 /.test(mail.text ?? ''));
  const number = /\d{8}-ONL-\d{3}/.exec(told.mail.text!)![0];
  const ticket = await desk.ticket(number);
  expect(ticket.subject).toBe('页面加载很慢 d0.5');
  const [entry] = await desk.entries(ticket);
  expect(entry!.attachments.map(({ fileName }) => fileName)).toEqual(['截图.png']);
  expect((await caseWhere(desk, ticket, ({ requestType }) => requestType === 'fault', 'a fault')).name).toBe('技术故障');
  expect(ticket.tags).not.toContain('not_entitled');

  const link = /http\S+\/progress\/[\w-]+/.exec(told.mail.text!)![0];
  // The page of customers at the link is drawn by what the API says of it.
  const look = async (url = link) =>
    (await (await fetch(`${url.replace('/help/', '/api/v1/')}?language=zh`)).json()) as Record<string, unknown>;
  expect(await look()).toMatchObject({ number, status: 'new', requestType: '技术故障', lastByUs: null });
  const agent = await desk.agents.get('d0.5-li');
  await desk.api(
    'POST',
    `/tickets/${ticket.id}/replies`,
    { text: '正在排查，请稍候。', inboxId: 'support', to: [{ scheme: 'email', value: email }] },
    agent,
  );
  const after = await look();
  expect(after).toMatchObject({ number, status: 'pending', lastByUs: expect.any(String) });
  expect(JSON.stringify(after)).not.toMatch(/加载|排查/);

  const wish = { ...fields, category: 'suggestion', summary: '希望增加深色模式 d0.5', symptom: '夜里太亮' };
  await fillForm(desk, 'tickets', { ...wish, user_token: await signIn(desk, 'u-d05', email) });
  const asked = await desk.ticketLike('希望增加深色模式 d0.5');
  await caseWhere(desk, asked, ({ stage }) => stage === 'evaluation', 'evaluated by the product group');
  const confirmed = await desk.mailTo(email, ({ mail }) => mail.text?.includes(asked.number) === true && /progress/.test(mail.text));
  const stages = /http\S+\/progress\/[\w-]+/.exec(confirmed.mail.text!)![0];
  expect(await look(stages)).toMatchObject({ stage: '产品组评估', steps: [{ state: 'now' }, { name: '已答复', state: 'ahead' }] });
  const [task] = await tasksOf(desk, asked);
  await desk.api('POST', `/tasks/${task!.id}/done`, { outcome: '列入第二季度' });
  await caseWhere(desk, asked, ({ stage }) => stage === 'answered', 'answered');
  expect(await look(stages)).toMatchObject({ stage: '已答复', steps: [{ state: 'done' }, { state: 'now' }] });

  await fillForm(desk, 'tickets', { ...fields, email: 'd0.5-out@customer.test', summary: '未登录 d0.5' });
  await desk.ticketWhere(
    (await desk.ticketLike('未登录 d0.5')).id,
    ({ tags }) => tags.includes('not_entitled'),
    'the form is behind a login',
  );
  show(
    `a type is picked, a screenshot uploaded; the number ${number} is given by itself and told by mail at once; how it stands is seen at any time by the signed link of that mail, stage by stage, which shows nothing of what was written`,
  );
});
