import { expect } from '@jest/globals';
import { caseOf, caseWhere, noticesOf, tasksOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const DAY = 24 * 3_600_000;

export default row('D0.11', async (desk, show) => {
  const angry = new Writer(desk, 'd0.11@customer.test', 'support@smartcv.example');
  const before = desk.clock.now().getTime();
  const complaint = await angry.open('投诉客服态度', '客服一直不回复我。');
  const { stage, dueAt } = await caseWhere(desk, complaint, ({ requestType }) => requestType === 'complaint', 'a complaint by its words');
  expect(stage).toBe('handling');
  expect(Date.parse(dueAt!)).toBeGreaterThanOrEqual(before + DAY);
  expect(Date.parse(dueAt!)).toBeLessThanOrEqual(desk.clock.now().getTime() + DAY);
  await new Teams(desk).inGroup(complaint, 'quality');
  await desk.mailTo(angry.address, ({ mail }) => /已转交质量组/.test(mail.text ?? ''));
  await expect(desk.api('POST', `/tickets/${complaint.id}/stages`, { outcome: 'remedied' })).rejects.toThrow(/处理方案/);
  await desk.api('POST', `/tickets/${complaint.id}/stages`, { outcome: 'remedied', fields: { remedy: '致歉并延长会员一个月' } });
  await desk.mailTo(angry.address, ({ mail }) => /致歉并延长会员一个月/.test(mail.text ?? ''));

  const writer = new Writer(desk, 'd0.11-idea@customer.test', 'support@smartcv.example');
  const suggestion = await writer.open('建议', '希望增加深色模式。');
  await caseWhere(desk, suggestion, ({ requestType }) => requestType === 'suggestion', 'a suggestion by its words');
  const [task] = (await tasksOf(desk, suggestion)).filter(({ kind }) => kind === 'stage');
  expect((await noticesOf(desk, suggestion)).map(({ kind }) => kind)).toContain('stage_task');
  await desk.api('POST', `/tasks/${task!.id}/done`, { outcome: '列入第二季度' });
  await caseWhere(desk, suggestion, (found) => found.stage === 'answered', 'evaluated');
  await desk.mailTo(writer.address, ({ mail }) => /列入第二季度/.test(mail.text ?? ''));
  expect((await caseOf(desk, suggestion)).history.map((visit) => visit.stage)).toEqual(['evaluation', 'answered']);
  show(
    'a complaint goes to the quality group with 24 h for a remedy that is told; a suggestion is evaluated by the product group and its author hears of it',
  );
});
