import { caseWhere, Writer } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.19', async (desk, show) => {
  const agent = await desk.agents.get('d3.19-seen');
  const customer = new Writer(desk, 'd3.19-seen@customer.test', 'support@cr魔法.com');
  const subject = '充值付款 d3.19';
  const ticket = await customer.open(subject, '充值付款已扣款，但一直没有到账。');
  await desk.ticketWhere(ticket.id, ({ category }) => category === 'payment', 'payment');
  const page = await desk.screens.ticket(agent, ticket);
  const evidence = (await beside(page, '信息')).getByRole('checkbox', { name: /支付凭证|交易单号/ });
  await evidence.first().waitFor();
  await customer.send(subject, '交易单号：PAY20260302779', [{ name: '付款截图.png', type: 'image/png' }]);
  await caseWhere(desk, ticket, ({ evidence: given }) => given.every(({ givenAt }) => givenAt !== null), 'all evidence');
  for (const box of await evidence.all()) await box.and(page.getByRole('checkbox', { checked: true })).waitFor();

  const help = await desk.screens.help('/');
  await help.getByRole('searchbox').fill('钱付了但是钻石没有');
  await help.getByRole('link', { name: /充值未到账/ }).waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'receipt and transaction number, asked of a payment, ticked themselves before the agent’s eyes as they came; the FAQ answers a player in his own words',
  );
});
