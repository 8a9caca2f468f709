import { expect } from '@jest/globals';
import { automaticNumber, caseWhere, Writer } from '../../case-views.js';
import { row } from '../../row.js';

export default row('D1.6', async (desk, show) => {
  const customer = new Writer(desk, 'd1.6@customer.test', 'service@b2b.example');
  const subject = '设备无法启动';
  const ticket = await customer.open(subject, '设备今天早上无法启动，指示灯红色闪烁。');
  await caseWhere(desk, ticket, ({ requestType }) => requestType === 'fault', 'a fault by its words');
  const asked = await desk.mailTo(customer.address, ({ mail }) => /错误日志/.test(mail.text ?? ''));
  for (const wanted of ['报错截图', '操作视频', ticket.number]) expect(asked.mail.text).toContain(wanted);
  await customer.send(subject, '日志和截图见附件', [
    { name: 'device.log', type: 'text/plain' },
    { name: '红灯.png', type: 'image/png' },
  ]);
  await caseWhere(
    desk,
    ticket,
    ({ evidence }) => evidence.filter(({ givenAt }) => givenAt !== null).length === 2,
    'log and picture ticked',
  );

  const move = (body: object) => desk.api('POST', `/tickets/${ticket.id}/stages`, body);
  await expect(move({ outcome: 'unknown' })).rejects.toThrow(/stage_requirements_missing/);
  const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000).toISOString();
  await move({ outcome: 'unknown', estimate: { at: inHours(6) } });
  expect((await caseWhere(desk, ticket, ({ stage }) => stage === 'investigating', 'in investigation')).stageName).toBe('技术攻关中');
  await desk.mailTo(customer.address, ({ mail }) => /预计完成时间：/.test(mail.text ?? ''));
  await desk.api('POST', `/tickets/${ticket.id}/estimates`, { at: inHours(10), note: '等待供应商回复' });
  const again = await desk.mailTo(customer.address, ({ mail }) => /已调整为/.test(mail.text ?? ''));
  expect(again.mail.text).toContain('等待供应商回复');

  await move({ outcome: 'found', fields: { solution: '升级固件 2.1' } });
  const found = await desk.mailTo(customer.address, ({ mail }) => /告诉我们是否恢复正常/.test(mail.text ?? ''));
  expect(found.mail.text).toContain('升级固件 2.1');
  await customer.answer(subject, '2');
  await caseWhere(desk, ticket, ({ stage, history }) => stage === 'diagnosis' && history.at(-1)!.back, 'back to diagnosis');
  await desk.api('POST', `/tickets/${ticket.id}/articles`, { articleId: 'login-error-500' });
  await move({ outcome: 'known', fields: { solution: '已知问题，请按以下步骤操作' } });
  await automaticNumber(desk, ticket, 'stage', 2);
  const steps = await desk.mailTo(customer.address, ({ mail }) => /已知问题，请按以下步骤操作/.test(mail.text ?? ''));
  for (const step of ['1. 确认账号未被停用', '2. 清除缓存后访问登录页', '3. 仍报错时收集']) expect(steps.mail.text).toContain(step);
  await customer.answer(subject, '1');
  await caseWhere(desk, ticket, ({ stage }) => stage === 'verified', 'verified');
  show(
    'logs, screenshot and video were asked for by mail and ticked when they came; 技术攻关中 with an estimate told, told again when it changed; the solution, and of a known problem the numbered steps of the library, went to the customer; he verified, and “not yet” led back to diagnosis',
  );
});
