import { expect } from '@jest/globals';
import { caseWhere, Writer } from '../../case-views.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Door {
  readonly key: string;
  readonly address: string | null;
  readonly open: boolean;
  readonly conditions: readonly string[];
}

export default row('D0.4', async (desk, show) => {
  const shown = async (path: string) => (await desk.api<List<Door>>('GET', path)).items.find(({ key }) => key === 'phone')!;
  expect(await shown('/desk/doors')).toMatchObject({ address: null, open: false, conditions: ['电话支持仅面向付费套餐用户'] });

  const caller = '+8613800130401';
  const ring = async (callId: string) => {
    const at = desk.clock.now().getTime();
    const times = { startedAt: new Date(at - 60_000), answeredAt: new Date(at - 50_000), endedAt: new Date(at) };
    expect(
      await desk.doors.hook('hotline', { callId, caller, callee: '4008001234', direction: 'inbound', outcome: 'answered', ...times }),
    ).toBeLessThan(300);
    return desk.ticketOf(callId);
  };
  const call = await ring('d0.4-free');
  await desk.ticketWhere(call.id, ({ tags }) => tags.includes('not_entitled'), 'marked not entitled');
  const answer = await desk.until(
    () => Promise.resolve(desk.messages.said.find(({ to, text }) => to === caller && text.includes('仅面向付费套餐'))),
    'what is open to the caller',
  );
  for (const open of ['support@smartcv.example', '在线客服', 'SmartCV_Support']) expect(answer.text).toContain(open);
  expect(answer.text).not.toContain('400-800-1234');

  await desk.api('PATCH', `/contacts/${call.contact.id}`, { plan: 'pro' });
  expect(await shown(`/contacts/${call.contact.id}/doors`)).toMatchObject({ address: '400-800-1234', open: true });
  const paid = await ring('d0.4-paid');
  expect(paid.id).not.toBe(call.id);
  await caseWhere(desk, paid, ({ requestType }) => requestType !== null, 'taken up');
  expect((await desk.ticket(paid.id)).tags).not.toContain('not_entitled');

  const small = await new Writer(desk, 'd0.4-small@customer.test', 'support@smartcv.example').open('现场培训', '想要一次现场培训。');
  await desk.api('PATCH', `/tickets/${small.id}`, { requestType: 'training' });
  await desk.ticketWhere(small.id, ({ tags }) => tags.includes('not_entitled'), 'training is for enterprises');

  const manager = await desk.agents.get('d0.4-manager');
  const large = new Writer(desk, 'd0.4-large@customer.test', 'support@smartcv.example');
  const first = await large.open('你好', '我们是企业版客户。');
  await desk.api('PATCH', `/contacts/${first.contact.id}`, { plan: 'enterprise', company: '天海', vip: true, accountManager: manager.id });
  const training = await large.open('定制方案', '需要一套企业定制模板。');
  await desk.api('PATCH', `/tickets/${training.id}`, { requestType: 'custom_solution' });
  await caseWhere(desk, training, ({ requestType }) => requestType === 'custom_solution', 'a custom solution');
  expect((await desk.ticket(training.id)).tags).not.toContain('not_entitled');
  const { profile } = await desk.api<{ profile: { accountManager: string } }>('GET', `/contacts/${first.contact.id}`);
  expect(profile.accountManager).toBe(manager.id);
  show(
    'the number is shown only to paid plans; a call of anybody else is kept, marked not entitled and answered by text message with mail, chat and WeChat; custom solutions and training are open to enterprises, who have a named account manager',
  );
});
