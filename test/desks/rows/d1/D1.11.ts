import { expect } from '@jest/globals';
import { callIt, caseWhere, noticesOf, tasksOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';

export default row('D1.11', async (desk, show) => {
  const customer = new Writer(desk, 'd1.11@customer.test', 'service@b2b.example');
  const text = '客户名称：天海公司\n联系人：赵敏\n投诉问题：收到的型号不对\n客户诉求：换货并赔偿运费\n期望结果：三天内换到正确型号';
  const ticket = await customer.open('投诉发错货', text);
  await caseWhere(desk, ticket, ({ requestType }) => requestType === 'complaint', 'a complaint by its template');
  expect((await desk.ticket(ticket.id)).fields).toMatchObject({
    complaint_problem: '收到的型号不对',
    complaint_demand: '换货并赔偿运费',
    complaint_expected: '三天内换到正确型号',
  });
  const move = { outcome: 'own_fault', fields: { plan: '当天补发', department: 'logistics' }, note: '仓库拣货错误' };
  await desk.api('POST', `/tickets/${ticket.id}/stages`, move);
  const [task] = (await tasksOf(desk, ticket)).filter(({ kind }) => kind === 'stage');
  expect(task!.text).toContain('仓库拣货错误');
  expect(task!.dueAt).not.toBeNull();
  expect((await noticesOf(desk, ticket)).map(({ kind }) => kind)).toContain('stage_task');
  await desk.api('POST', `/tasks/${task!.id}/done`, { outcome: '已增加出库复核岗' });
  await caseWhere(desk, ticket, ({ stage }) => stage === 'answered', 'the result came back');
  expect((await noticesOf(desk, ticket)).find(({ kind }) => kind === 'stage_task_done')!.text).toContain('已增加出库复核岗');

  const suggestion = await new Writer(desk, 'd1.11-idea@customer.test', 'service@b2b.example').open(
    '建议增加导出',
    '希望报表支持导出 Excel。',
  );
  await callIt(desk, suggestion, 'suggestion');
  const [evaluation] = (await tasksOf(desk, suggestion)).filter(({ kind }) => kind === 'stage');
  expect(evaluation!.text).toContain('请评估');
  await desk.api('POST', `/tasks/${evaluation!.id}/done`, { outcome: '列入下季度计划' });
  await caseWhere(desk, suggestion, ({ stage }) => stage === 'answered', 'evaluated');
  show(
    'problem, demand and expected result are kept; our own fault became a rectification task of logistics whose result came back into the ticket; a suggestion was evaluated by the product group',
  );
});
