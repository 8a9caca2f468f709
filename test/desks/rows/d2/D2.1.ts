import { expect } from '@jest/globals';
import { caseOf, caseWhere, Writer } from '../../case-views.js';
import { row } from '../../row.js';

export default row('D2.1', async (desk, show) => {
  const customer = new Writer(desk, 'd2.1@customer.test', 'support@levels.example');
  const subject = '服务器间歇性断开 d2.1';
  const ticket = await customer.open(subject, '服务器每天断开几次。');
  const begun = await caseWhere(desk, ticket, ({ stage }) => stage === 'intake', 'intake');
  expect(begun.stageName).toBe('受理');
  const move = (body: object) => desk.api('POST', `/tickets/${ticket.id}/stages`, body);
  await expect(move({ stage: 'solution' })).rejects.toThrow(/stage_not_next/);
  await expect(move({ stage: 'diagnosis' })).rejects.toThrow(/发生频率, 触发条件/);
  await move({ stage: 'diagnosis', fields: { frequency: 'sometimes', trigger: '高峰期并发超过 500' } });
  await move({ outcome: 'deeper', fields: { diagnosis: '网络正常，怀疑连接池' } });
  await move({ outcome: 'found', fields: { cause: '连接池上限', solution: '将连接池上限调到 1000' } });
  await desk.mailTo(customer.address, ({ mail }) => /将连接池上限调到 1000/.test(mail.text ?? ''));
  await customer.answer(subject, '还是会断开，没有解决');
  await caseWhere(desk, ticket, ({ stage, history }) => stage === 'diagnosis' && history.at(-1)!.back, 'back to diagnosis');
  await move({ outcome: 'known', fields: { diagnosis: '驱动版本过低', solution: '升级驱动到 5.2' } });
  await desk.mailTo(customer.address, ({ mail }) => /升级驱动到 5\.2/.test(mail.text ?? ''));
  await customer.answer(subject, '已解决');
  await caseWhere(desk, ticket, ({ stage }) => stage === 'loop', 'closed loop');
  expect((await caseOf(desk, ticket)).history.map((visit) => visit.stage)).toEqual([
    ...['intake', 'diagnosis', 'analysis', 'solution', 'diagnosis', 'solution', 'loop'],
  ]);
  expect((await desk.ticket(ticket.id)).fields).toMatchObject({ frequency: 'sometimes', trigger: '高峰期并发超过 500' });
  await expect(desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'closed' })).rejects.toThrow(/archive_missing/);
  await desk.api('PUT', `/tickets/${ticket.id}/archive`, { process: '诊断两次', solution: '升级驱动', article: 'upgrade-firmware' });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'closed' });
  show(
    'intake, first diagnosis, deep analysis, solution, closed loop; frequency and trigger are asked for before diagnosis; a failed verification went back to diagnosis; it closed only with its archive and article',
  );
});
