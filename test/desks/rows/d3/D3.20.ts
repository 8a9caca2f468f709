import { expect } from '@jest/globals';
import { closingWhere, noticesOf, tasksOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';

export default row('D3.20', async (desk, show) => {
  const agent = await desk.agents.get('d3.20-li');
  const open = async (name: string) => {
    const customer = new Writer(desk, `d3.20-${name}@customer.test`, 'support@cr魔法.com');
    return { customer, subject: `闪退 ${name}`, ticket: await customer.open(`闪退 ${name}`, '游戏闪退。') };
  };
  const stuck = await open('stuck');
  await desk.clock.advance(10 * 60_000);
  await desk.api('POST', `/tickets/${stuck.ticket.id}/replies`, { text: '请清理缓存。' }, agent);
  await stuck.customer.answer(stuck.subject, '还是闪退');
  const found = await closingWhere(desk, stuck.ticket, ({ followUps }) => followUps.length > 0, 'a follow-up');
  expect(found.followUps).toMatchObject([{ rule: 'unsolved', doneAt: null }]);
  const [task] = (await tasksOf(desk, stuck.ticket)).filter(({ kind }) => kind === 'follow_up');
  expect(task!.text).toContain(stuck.ticket.number);

  const happy = await open('happy');
  await desk.api('POST', `/tickets/${happy.ticket.id}/replies`, { text: '请更新到 2.1。' }, agent);
  await desk.api('PATCH', `/tickets/${happy.ticket.id}`, { status: 'solved' }, agent);

  const complex = await open('complex');
  await desk.api('PATCH', `/tickets/${complex.ticket.id}`, { tags: ['complex'] }, agent);
  await desk.api('PATCH', `/tickets/${complex.ticket.id}`, { status: 'solved' }, agent);
  await closingWhere(desk, complex.ticket, ({ archive }) => (archive as { solvedAt?: string | null }).solvedAt != null, 'solved');
  await desk.clock.advance(24 * 3_600_000 + 60_000);
  await desk.until(
    async () => (await noticesOf(desk, complex.ticket)).some(({ kind }) => kind === 'archive_overdue'),
    'not archived in 24 h',
  );
  await desk.until(
    async () => (await noticesOf(desk, stuck.ticket)).some(({ kind }) => kind === 'follow_up_missed'),
    'the follow-up overdue',
  );
  await desk.api('POST', `/tasks/${task!.id}/done`, { outcome: '已远程解决' });
  await closingWhere(desk, stuck.ticket, ({ followUps }) => followUps[0]!.doneAt !== null, 'followed up');
  await desk.api('PATCH', `/tickets/${complex.ticket.id}`, { status: 'closed' });
  await closingWhere(desk, complex.ticket, ({ archive }) => archive.archivedAt !== null, 'archived');
  expect((await closingWhere(desk, happy.ticket, () => true, 'its end')).followUps).toEqual([]);
  show(
    'what the first answer did not solve was followed up with a day, and the supervisor heard when it passed; what it solved was not; a complex case not archived within 24 h was told of',
  );
});
