import { expect } from '@jest/globals';
import { caseWhere, fillForm, noticesOf, tasksOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

export default row('D1.11', async (desk, show) => {
  const teams = new Teams(desk);
  const customer = new Writer(desk, 'd1.11@customer.test', 'service@b2b.example');
  const text = '客户名称：天海公司\n联系人：赵敏\n投诉问题：收到的型号不对\n客户诉求：换货并赔偿运费\n期望结果：三天内换到正确型号';
  const ticket = await customer.open('投诉发错货', text);
  await caseWhere(desk, ticket, ({ requestType }) => requestType === 'complaint', 'a complaint by its template');
  expect((await desk.ticket(ticket.id)).fields).toMatchObject({
    complaint_problem: '收到的型号不对',
    complaint_demand: '换货并赔偿运费',
    complaint_expected: '三天内换到正确型号',
  });
  await teams.inGroup(ticket, 'service');
  const move = { outcome: 'own_fault', fields: { plan: '当天补发', department: 'logistics' }, note: '仓库拣货错误' };
  await desk.api('POST', `/tickets/${ticket.id}/stages`, move);
  const [task] = (await tasksOf(desk, ticket)).filter(({ kind }) => kind === 'stage');
  expect(task!.text).toContain('仓库拣货错误');
  expect(task!.dueAt).not.toBeNull();
  expect(task!.groupId).toBe(await teams.groupId('logistics'));
  expect((await noticesOf(desk, ticket)).map(({ kind }) => kind)).toContain('stage_task');
  await desk.api('POST', `/tasks/${task!.id}/done`, { outcome: '已增加出库复核岗' });
  await caseWhere(desk, ticket, ({ stage }) => stage === 'answered', 'the result came back');
  expect((await noticesOf(desk, ticket)).find(({ kind }) => kind === 'stage_task_done')!.text).toContain('已增加出库复核岗');
  await desk.mailTo(customer.address, ({ mail }) => /处理结果：已增加出库复核岗/.test(mail.text ?? ''));

  const author = new Writer(desk, 'd1.11-idea@customer.test', 'service@b2b.example');
  const suggestion = await author.open('建议增加导出', '希望报表支持导出 Excel。');
  await caseWhere(desk, suggestion, ({ requestType }) => requestType === 'suggestion', 'a suggestion by its words');
  await teams.inGroup(suggestion, 'service');
  const [evaluation] = (await tasksOf(desk, suggestion)).filter(({ kind }) => kind === 'stage');
  expect(evaluation!.text).toContain('请评估');
  expect(evaluation!.groupId).toBe(await teams.groupId('product'));
  await desk.api('POST', `/tasks/${evaluation!.id}/done`, { outcome: '列入下季度计划' });
  await caseWhere(desk, suggestion, ({ stage }) => stage === 'answered', 'evaluated');
  await desk.mailTo(author.address, ({ mail }) => /已由产品组评估：列入下季度计划/.test(mail.text ?? ''));

  const fields = { customer: '天海公司', contact_person: '赵敏', email: 'd1.11-form@customer.test', request_type: 'suggestion' };
  await fillForm(desk, 'platform', { ...fields, summary: '报表加筛选 d1.11', description: '希望报表可以按部门筛选。' });
  const posted = await desk.ticketLike('报表加筛选 d1.11');
  await caseWhere(desk, posted, ({ requestType }) => requestType === 'suggestion', 'a suggestion by the form');
  const [third] = await tasksOf(desk, posted);
  await desk.api('POST', `/tasks/${third!.id}/done`, { outcome: '下个版本上线' });
  await desk.mailTo('d1.11-form@customer.test', ({ mail }) => /已由产品组评估：下个版本上线/.test(mail.text ?? ''));
  show(
    'problem, demand and expected result are kept; our own fault became a rectification task of logistics whose result came back into the ticket and went to the customer; a suggestion was evaluated by the product group, and its author heard of it',
  );
});
