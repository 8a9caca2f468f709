import { expect } from '@jest/globals';
import { automatic, caseWhere, Writer } from '../../case-views.js';
import { row } from '../../row.js';

const CASES = [
  { category: 'registration', text: '注册账号时收不到验证码，无法完成注册。', asks: ['注册页面截图'], never: '支付凭证' },
  { category: 'payment', text: '充值付款已扣款，但一直没有到账。', asks: ['支付凭证', '交易单号'], never: '破损照片' },
  { category: 'logistics', text: '快递一直没有收到，物流信息不更新。', asks: ['运单号', '破损照片'], never: '交易单号' },
  { category: 'product_service', text: '收到的周边商品质量有问题，外壳破损。', asks: ['破损照片'], never: '交易单号' },
];

export default row('D3.19', async (desk, show) => {
  for (const { category, text, asks, never } of CASES) {
    const subject = `${text.slice(0, 8)} d3.19`;
    const customer = new Writer(desk, `d3.19-${category}@customer.test`, 'support@cr魔法.com');
    const ticket = await customer.open(subject, text);
    await desk.ticketWhere(ticket.id, (found) => found.category === category, `${category}, as recognised`);
    const asked = await desk.mailTo(customer.address, ({ mail }) => asks.every((wanted) => mail.text?.includes(wanted)));
    for (const wanted of asks) expect(asked.mail.text).toContain(wanted);
    expect(asked.mail.text).not.toContain(never);
    if (category !== 'payment') continue;
    await customer.send(subject, '交易单号：PAY20260302778', [{ name: '付款截图.png', type: 'image/png' }]);
    const given = await caseWhere(desk, ticket, ({ evidence }) => evidence.every(({ givenAt }) => givenAt !== null), 'all evidence ticked');
    expect(given.evidence.map(({ key, value }) => [key, value])).toEqual([
      ['receipt', '付款截图.png'],
      ['transaction', 'PAY20260302778'],
    ]);
    expect(await automatic(desk, ticket, 'evidence_asked')).toHaveLength(1);
  }
  // By chat the same is asked where the customer is.
  const { visitor, ticket } = await desk.doors.chatWith('刚才充值付款已扣款，钻石一直没有到账');
  await desk.ticketWhere(ticket.id, ({ category }) => category === 'payment', 'payment, as recognised in a chat');
  await visitor.until(
    () => visitor.texts().some((text) => text?.includes('支付凭证') && text.includes('交易单号')),
    'the evidence asked for',
  );
  await visitor.close();
  show(
    'recognised from the customer’s words, by mail and by chat: registration asks for a screenshot, payment for receipt and transaction number, logistics for tracking number and a photo of the damage, product service for the photo; a picture and a number in the answer were ticked by themselves, and nothing was asked twice',
  );
});
