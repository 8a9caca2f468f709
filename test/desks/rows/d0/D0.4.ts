import { expect } from '@jest/globals';
import { caseWhere, fillForm, signIn, Writer } from '../../case-views.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';
import { Teams } from '../../teams.js';

interface Door {
  readonly key: string;
  readonly address: string | null;
  readonly open: boolean;
  readonly conditions: readonly string[];
}

/** An enterprise customer has her manager, and her tickets come before an older one. */
function showNamedManager(desk: RunningDesk): Promise<void> {
  return Teams.on(desk, async (teams) => {
    const large = new Writer(desk, 'd0.4-large@customer.test', 'support@smartcv.example');
    const first = await large.open('你好', '我们是企业版客户。');
    const fang = await desk.agents.get('fang@smartcv.example');
    await desk.api('PATCH', `/contacts/${first.contact.id}`, { plan: 'enterprise', company: '天海', accountManager: fang.id });
    await desk.api('PATCH', `/tickets/${first.id}`, { status: 'solved' });
    const plain = await new Writer(desk, 'd0.4-plain@customer.test', 'support@smartcv.example').open('你好', '怎么换模板？');
    await teams.inGroup(plain, 'support');
    const shorter = await large.open('想请教', '怎么换模板？');
    await teams.inGroup(shorter, 'enterprise');
    // She is of both groups and takes one.
    const zhou = await desk.agents.get('zhou@smartcv.example');
    await desk.api('PATCH', `/agents/${zhou.id}`, { capacity: { total: 1 } });
    await teams.come('zhou@smartcv.example');
    await teams.givenTo(shorter, zhou);
    expect((await desk.ticket(plain.id)).assignee).toBeNull();
    await teams.come('fang@smartcv.example');
    const own = await large.open('再请教', '怎么导出？');
    await teams.givenTo(own, fang);
    expect((await teams.assignments(own))[0]!.reason).toBe('routing.named');
    await desk.api('PATCH', `/agents/${zhou.id}`, { capacity: null });
    for (const { id } of [plain, shorter, own]) await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  });
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

  // On the desk's own site: as who is signed in there sees it.
  const site = async <T>(path: string, user: string | null) => {
    const token = user === null ? 'not.a.token' : await signIn(desk, user, `${user}@customer.test`);
    const answer = await fetch(`${desk.product.apiUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const doorOf = async (user: string) => (await site<List<Door>>('/desk/doors', user)).body.items.find(({ key }) => key === 'phone')!;
  const offeredTo = async (user: string) =>
    (await site<{ requestTypes: { key: string }[] }>('/desk/forms/ticket', user)).body.requestTypes.map(({ key }) => key);
  const post = async (user: string, category: string) => {
    const email = `${user}@customer.test`;
    const summary = `D0.4 ${category} ${user}`;
    const words = { category, email, summary, symptom: '请安排', expected: '五十人的团队统一模板' };
    expect((await fillForm(desk, 'tickets', { ...words, user_token: await signIn(desk, user, email) })).status).toBe(200);
    return desk.ticketLike(summary);
  };
  for (const [user, plan] of Object.entries({ 'd04-free': 'free', 'd04-pro': 'pro', 'd04-large': 'enterprise' })) {
    const { contact } = await post(user, 'account');
    await desk.api('PATCH', `/contacts/${contact.id}`, { plan });
  }
  expect(await doorOf('d04-free')).toMatchObject({ address: null, open: false });
  expect(await doorOf('d04-pro')).toMatchObject({ address: '400-800-1234', open: true });
  expect((await site('/desk/doors', null)).status).toBe(401);
  for (const user of ['d04-free', 'd04-pro', 'd04-unknown']) expect(await offeredTo(user)).not.toContain('training');
  expect(await offeredTo('d04-large')).toEqual(expect.arrayContaining(['fault', 'custom_solution', 'training']));
  const refused = await post('d04-pro', 'training');
  await desk.ticketWhere(refused.id, ({ tags }) => tags.includes('not_entitled'), 'training is for enterprises');
  await desk.mailTo('d04-pro@customer.test', ({ mail }) => /仅面向企业版客户/.test(mail.text ?? ''));
  const wished = await post('d04-large', 'custom_solution');
  await caseWhere(
    desk,
    wished,
    ({ requestType, stage }) => requestType === 'custom_solution' && stage === 'preparing',
    'a custom solution',
  );
  await new Teams(desk).inGroup(wished, 'enterprise');
  expect(await desk.ticket(wished.id)).toMatchObject({ fields: { expected: '五十人的团队统一模板' } });
  expect((await desk.ticket(wished.id)).tags).not.toContain('not_entitled');
  await desk.api('POST', `/tickets/${wished.id}/stages`, { outcome: 'proposed', fields: { proposal: '两周内交付三套企业模板' } });
  await desk.mailTo('d04-large@customer.test', ({ mail }) => /方案如下：两周内交付三套企业模板/.test(mail.text ?? ''));

  const small = await new Writer(desk, 'd0.4-small@customer.test', 'support@smartcv.example').open('现场培训', '想要一次现场培训。');
  await desk.ticketWhere(small.id, ({ tags }) => tags.includes('not_entitled'), 'training is for enterprises');

  await showNamedManager(desk);
  show(
    'the number is shown only to paid plans; a call of anybody else is kept, marked not entitled and answered by text message with mail, chat and WeChat; on the site it is seen by who is signed in with a paid plan; custom solutions and training are chosen in the form by enterprises alone, whose tickets come first and go to their named manager',
  );
});
