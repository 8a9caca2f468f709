import { expect } from '@jest/globals';
import { caseOf, caseWhere, noticesOf, Writer } from '../../case-views.js';
import { inShanghai } from '../../desk-clocks.js';
import type { RunningDesk } from '../../running-desk.js';
import { row } from '../../row.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A demand by its template, taken up by the product group. */
async function demandOf(desk: RunningDesk, name: string) {
  const customer = new Writer(desk, `d1.7-${name}@customer.test`, 'service@b2b.example');
  const goal = `报表自动汇总 ${name}`;
  const ticket = await customer.open(
    '新需求',
    `客户名称：天海公司\n联系人：刘工\n需求目标：${goal}\n应用场景：每月财务结算\n预算：10 万元`,
  );
  const wish = await caseWhere(desk, ticket, ({ requestType }) => requestType === 'demand', 'a demand by its template');
  expect((await desk.ticket(ticket.id)).fields).toMatchObject({ goal, scenario: '每月财务结算', budget: '10 万元' });
  const answer = (move: object) => desk.api('POST', `/tickets/${ticket.id}/stages`, move);
  const told = (words: RegExp) => desk.mailTo(customer.address, ({ mail }) => words.test(mail.text ?? ''));
  return { ticket, wish, answer, told };
}

export default row('D1.7', async (desk, show) => {
  const thursday = await desk.clock.moveTo('Thu 16:00');
  const near = (iso: string | null, wanted: Date) => {
    expect(Date.parse(iso!)).toBeGreaterThanOrEqual(wanted.getTime());
    expect(Date.parse(iso!)).toBeLessThan(wanted.getTime() + 2 * MINUTE);
  };
  const complain = async (name: string, text: string) => {
    const writer = new Writer(desk, `d1.7-${name}@customer.test`, 'service@b2b.example');
    const ticket = await writer.open('投诉送货', text);
    const found = await caseWhere(desk, ticket, ({ requestType }) => requestType === 'complaint', 'a complaint by its words');
    near(found.dueAt, new Date(thursday.getTime() + 24 * HOUR));
    return { writer, ticket };
  };
  const angry = await complain('angry', '送货晚了三天，要求给个说法。');
  const late = await complain('late', '再次投诉，没有人回复我。');
  await desk.api('POST', `/tickets/${angry.ticket.id}/stages`, { outcome: 'explained', fields: { plan: '核实物流并补偿运费' } });
  await desk.mailTo(angry.writer.address, ({ mail }) => /处理方案：核实物流并补偿运费/.test(mail.text ?? ''));

  const doable = await demandOf(desk, 'doable');
  expect(doable.wish.stageName).toBe('可行性评估');
  // Three working days after a Thursday: the Tuesday after the weekend.
  const tuesday = new Date(thursday.getTime() + 5 * 24 * HOUR);
  near(doable.wish.dueAt, tuesday);
  await expect(doable.answer({ outcome: 'doable' })).rejects.toThrow(/初步方案/);
  await doable.answer({ outcome: 'doable', fields: { first_plan: '两周内交付汇总模块' } });
  await doable.told(/可以实现，初步方案：两周内交付汇总模块/);
  const change = await demandOf(desk, 'change');
  await expect(change.answer({ outcome: 'change', fields: { first_plan: '先做日报' } })).rejects.toThrow(/stage_requirements_missing/);
  await change.answer({ outcome: 'change', note: '需先统一科目编码', fields: { first_plan: '先做日报' } });
  await change.told(/需要调整：需先统一科目编码。初步方案：先做日报/);
  const notNow = await demandOf(desk, 'not-now');
  await expect(notNow.answer({ outcome: 'not_now' })).rejects.toThrow(/alternative|替代方案/);
  await notNow.answer({ outcome: 'not_now', fields: { alternative: '用导出后的汇总模板' } });
  await notNow.told(/暂时无法实现。替代方案：用导出后的汇总模板/);
  const overdue = await demandOf(desk, 'overdue');

  await desk.clock.moveTo('Fri 16:05');
  await caseWhere(desk, late.ticket, ({ missedAt }) => missedAt !== null, 'the deadline missed');
  expect((await noticesOf(desk, late.ticket)).map(({ kind }) => kind)).toContain('stage_missed');
  expect((await caseOf(desk, angry.ticket)).missedAt).toBeNull();
  await desk.clock.moveTo('Tue 15:50');
  expect((await caseOf(desk, overdue.ticket)).missedAt).toBeNull();
  await desk.clock.moveTo('Tue 16:05');
  await caseWhere(desk, overdue.ticket, ({ missedAt }) => missedAt !== null, 'the answer is overdue');
  expect((await noticesOf(desk, overdue.ticket)).map(({ kind }) => kind)).toContain('stage_missed');
  show(
    `a complaint of Thursday 16:00 has its plan within 24 h or the supervisor hears of it; a demand with goal, scenario and budget is answered by ${inShanghai(tuesday.toISOString())}, three working days: doable with a first plan, changed with why, or not now with an alternative, each told by mail`,
  );
});
