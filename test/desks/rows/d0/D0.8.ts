import { expect } from '@jest/globals';
import { clockWhere, minutesOf } from '../../desk-clocks.js';
import { row } from '../../row.js';
import type { List, Ticket } from '../../desk-views.js';

interface Task {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly dueAt: string | null;
  readonly createdAt: string;
}

export default row('D0.8', async (desk, show) => {
  const write = async (name: string, subject: string, text: string): Promise<Ticket> => {
    const ticket = await desk.doors.mail({ from: `d0.8-${name}@customer.test`, to: 'support@smartcv.example', subject, text });
    return desk.ticketWhere(ticket.id, ({ language }) => language !== null, `“${text}” judged`);
  };
  const give = (ticket: Ticket, plan: string) => desk.api('PATCH', `/contacts/${ticket.contact.id}`, { plan });

  const security = await write('security', '账号', '我的账号好像被盗了，有异地登录记录');
  expect(security).toMatchObject({ urgency: 'account_security', priority: 'high', category: 'account' });
  const loss = await write('loss', '建议', '建议你们检查一下：我的简历不见了，内容全部消失');
  expect(loss).toMatchObject({ urgency: 'data_loss', priority: 'high', category: 'suggestion' });
  const blocked = await write('blocked', '急', '明天面试，简历PDF无法导出！');
  expect(blocked).toMatchObject({ urgency: 'document_blocked', priority: 'high' });
  const calm = await write('calm', '账号', '我的账号没有被盗，只想问问怎么改名字');
  expect(calm).toMatchObject({ urgency: null, priority: 'normal' });

  const words = '模板功能完全无法使用';
  const free = await write('free', '模板', words);
  expect(free).toMatchObject({ urgency: null });
  const before = await write('paying', '你好', '你好');
  for (const plan of ['basic', 'pro', 'enterprise']) {
    await give(before, plan);
    const paying = await write('paying', `模板 ${plan}`, words);
    expect(paying).toMatchObject({ urgency: 'paid_unusable', priority: 'high' });
  }
  // Of high: one hour of the clock.
  expect(minutesOf(await clockWhere(desk, security, 'response', ({ target }) => target === 'priority-high'))).toBe(60);

  const tasks = (await desk.api<List<Task>>('GET', `/tasks?ticket=${security.id}`)).items;
  const items = [...tasks].sort((one, other) => one.dueAt!.localeCompare(other.dueAt!));
  expect(items.map(({ text }) => text)).toEqual(['立即通过在线聊天联系客户', '诊断问题并记录影响范围', '提供临时方案或补偿并记录']);
  expect(Date.parse(items[0]!.dueAt!) - Date.parse(items[0]!.createdAt)).toBe(5 * 60_000);
  const li = await desk.agents.get('d0.8-li');
  await desk.api('POST', `/tasks/${items[0]!.id}/done`, { outcome: '已联系，账号已锁定' }, li);
  const compensation = '赠送一个月会员';
  await desk.api('PATCH', `/tickets/${security.id}`, { fields: { interim: compensation } }, li);
  await desk.api('POST', `/tasks/${items[2]!.id}/done`, { outcome: `补偿：${compensation}` }, li);
  const thread = (await desk.entries(security)).map(({ plainText }) => plainText).join('\n');
  for (const said of ['已联系，账号已锁定', `补偿：${compensation}`]) expect(thread).toContain(said);
  expect((await desk.ticket(security.id)).fields['interim']).toBe(compensation);
  show(
    'security, data loss, a paid feature unusable (for paying customers alone) and a blocked document count as high whatever the category, even a suggestion; chat at once, diagnosis and interim solution stand on the ticket as tasks, and what was done, the compensation too, is in its thread and its field',
  );
});
