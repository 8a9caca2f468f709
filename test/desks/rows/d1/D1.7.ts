import { expect } from '@jest/globals';
import { callIt, caseOf, caseWhere, noticesOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';

const HOUR = 3_600_000;

export default row('D1.7', async (desk, show) => {
  const angry = new Writer(desk, 'd1.7-angry@customer.test', 'service@b2b.example');
  const complaint = await angry.open('投诉送货', '送货晚了三天，要求给个说法。');
  const asking = new Writer(desk, 'd1.7-wish@customer.test', 'service@b2b.example');
  const demand = await asking.open(
    '定制需求',
    '客户名称：天海公司\n联系人：刘工\n需求目标：报表自动汇总\n应用场景：每月财务结算\n预算：10 万元',
  );
  const late = await new Writer(desk, 'd1.7-late@customer.test', 'service@b2b.example').open('再次投诉', '没有人回复我。');

  const { dueAt } = await callIt(desk, complaint, 'complaint');
  expect(Date.parse(dueAt!) - desk.clock.now().getTime()).toBeGreaterThan(24 * HOUR - 120_000);
  expect(Date.parse(dueAt!) - desk.clock.now().getTime()).toBeLessThanOrEqual(24 * HOUR);
  await callIt(desk, late, 'complaint');
  await desk.api('POST', `/tickets/${complaint.id}/stages`, { outcome: 'explained', fields: { plan: '核实物流并补偿运费' } });
  await desk.mailTo(angry.address, ({ mail }) => /处理方案：核实物流并补偿运费/.test(mail.text ?? ''));

  const wish = await caseWhere(desk, demand, ({ requestType }) => requestType === 'demand', 'a demand by its template');
  expect((await desk.ticket(demand.id)).fields).toMatchObject({ goal: '报表自动汇总', scenario: '每月财务结算', budget: '10 万元' });
  expect(wish.stageName).toBe('可行性评估');
  const days = (Date.parse(wish.dueAt!) - desk.clock.now().getTime()) / (24 * HOUR);
  expect(days).toBeGreaterThan(2);
  expect(days).toBeLessThan(6);
  await expect(desk.api('POST', `/tickets/${demand.id}/stages`, { outcome: 'not_now' })).rejects.toThrow(/alternative|替代方案/);
  await desk.api('POST', `/tickets/${demand.id}/stages`, { outcome: 'doable', fields: { first_plan: '两周内交付汇总模块' } });
  await desk.mailTo(asking.address, ({ mail }) => /可以实现，初步方案：两周内交付汇总模块/.test(mail.text ?? ''));

  await desk.clock.advance(24 * HOUR + 60_000);
  await caseWhere(desk, late, ({ missedAt }) => missedAt !== null, 'the deadline missed');
  expect((await noticesOf(desk, late)).map(({ kind }) => kind)).toContain('stage_missed');
  expect((await caseOf(desk, complaint)).missedAt).toBeNull();
  show(
    'a complaint has its plan within 24 h or the supervisor hears of it; a demand with goal, scenario and budget is answered with a first plan within 3 working days',
  );
});
