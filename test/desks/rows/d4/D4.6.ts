import { expect } from '@jest/globals';
import { caseWhere, fillForm } from '../../case-views.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D4.6', async (desk, show) => {
  const form = await desk.api<{ intro: string; fields: { key: string }[] }>('GET', '/desk/forms/appeal?language=zh');
  expect(form.fields.map(({ key }) => key)).toEqual(['email', 'user_id', 'problem', 'summary']);
  const email = 'd4.6-owner@customer.test';
  const page = await fillForm(desk, 'appeal', { email, problem: 'stolen', summary: '我的店铺账户被盗 d4.6' });
  expect(page.status).toBe(200);
  const ticket = await desk.ticketLike('被盗 d4.6');
  expect(ticket.confidential).toBe(true);
  await caseWhere(
    desk,
    ticket,
    ({ requestType, stage }) => requestType === 'account_appeal' && stage === 'proof',
    'an appeal that waits for its proof',
  );
  const agent = await desk.agents.get('d4.6-sun', 'supervisor');
  const answer = { text: '您的账户余额为 …', inboxId: 'security', to: [{ scheme: 'email', value: email }] };
  const reply = () => desk.ask<{ code?: string }>('POST', `/tickets/${ticket.id}/replies`, answer, agent);
  const refused = async (path: string, body: object) =>
    expect([path, (await desk.ask<{ code?: string }>('POST', `/tickets/${ticket.id}/${path}`, body, agent)).body.code]).toEqual([
      path,
      'proof_missing',
    ]);
  const { items: articles } = await desk.api<List<{ id: string }>>('GET', '/knowledge/articles?limit=1');
  await refused('replies', answer);
  await refused('template-sendings', { template: 'greeting' });
  await refused('macro-runs', { macro: 'dispute' });
  await refused('article-sendings', { articleId: articles[0]!.id });
  const other = await desk.agents.get('d4.6-li');
  await expect(desk.api('GET', `/tickets/${ticket.id}`, undefined, other)).rejects.toThrow(/ticket_unknown/);

  // The code goes to the address by itself; agents do not see it. It comes back by an answer.
  const { mail } = await desk.mailTo(email, ({ mail: { text = '' } }) => text.includes('验证码'));
  const code = /(?<!\d)\d{6}(?!\d)/.exec(mail.text!)![0];
  expect(JSON.stringify(await desk.entries(ticket))).not.toContain(code);
  const giveBack = (text: string) =>
    desk.doors.mail({
      ...{ from: email, to: 'security@helper.example', subject: `Re: ${mail.subject}`, text },
      headers: [`In-Reply-To: ${mail.messageId}`, `References: ${mail.messageId}`],
    });
  expect((await giveBack(code === '111111' ? '222222' : '111111')).id).toBe(ticket.id);
  await desk.until(async () => JSON.stringify(await desk.entries(ticket)).includes('proof.code_wrong'), 'that the code was wrong');
  await caseWhere(desk, ticket, ({ stage }) => stage === 'proof', 'an appeal that waits still');
  expect((await reply()).body.code).toBe('proof_missing');
  await giveBack(`验证码是 ${code}，谢谢`);
  await caseWhere(desk, ticket, ({ stage, dueAt }) => stage === 'review' && dueAt !== null, 'an appeal that is reviewed');
  expect((await reply()).status).toBe(202);
  await desk.mailTo(email, ({ mail: { text = '' } }) => text.includes('您的账户余额为'));
  show(
    'the appeal form opens a confidential case, and a code goes to the account’s address by itself; until it comes back no answer goes out by any way (reply, template, macro, article) and nobody but supervisors sees it; a wrong code changes nothing, the right one leads to the review, due in 24 h, and the answer goes out',
  );
});
