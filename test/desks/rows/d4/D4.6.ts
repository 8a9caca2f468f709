import { expect } from '@jest/globals';
import { caseWhere, fillForm } from '../../case-views.js';
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
  await expect(desk.api('POST', `/tickets/${ticket.id}/replies`, answer, agent)).rejects.toThrow(/proof_missing/);
  const other = await desk.agents.get('d4.6-li');
  await expect(desk.api('GET', `/tickets/${ticket.id}`, undefined, other)).rejects.toThrow(/ticket_unknown/);
  show(
    'the appeal form opens a confidential case that waits for the proof of the account’s address; before that no answer goes out, and nobody but supervisors sees it',
  );
});
