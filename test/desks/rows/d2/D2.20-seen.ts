import { expect } from '@jest/globals';
import { beside } from '../../console-parts.js';
import { archive, call, ratingOf, taskOf } from '../../desk-feedback.js';
import { seen } from '../../row.js';

const DAY = 24 * 3_600_000;

export default seen('D2.20', async (desk, show) => {
  const agent = await desk.agents.get('d2.20-seen');
  const ticket = await call(desk, '+8613800002920');
  await archive(desk, ticket, agent);
  await desk.clock.advance(2 * DAY + 60_000);
  await taskOf(desk, ticket, 'survey_call');
  const page = await desk.screens.console(agent, '/calls');
  const calls = page.getByRole('region', { name: '待电话回访评分' });
  await calls.getByRole('listitem').filter({ hasText: ticket.number }).getByRole('button', { name: '录入评分' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('请为本次技术支持打分（1 至 5 分）。').selectOption('5');
  await dialog.getByLabel('改进建议').fill('多些文档');
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByText('评分已保存。').waitFor();
  await calls.getByText(ticket.number).waitFor({ state: 'detached' });
  expect(await ratingOf(desk, ticket)).toMatchObject({ way: 'agent', value: 5, suggestion: '多些文档' });
  expect(await taskOf(desk, ticket, 'survey_call')).toMatchObject({ doneAt: expect.any(String) });
  const facts = await beside(await desk.screens.ticket(agent, ticket), '信息');
  await facts.getByText('5 分（满分 5）').waitFor();
  await facts.getByText('建议：多些文档').waitFor();
  await facts.getByText(/^由 .* 口头记录/).waitFor();
  expect((await desk.ticket(ticket.id)).status).toBe('closed');
  show(
    'two days after a call the desk asked to ring the customer; his 5 was entered where calls are, the task was done by it, and it stands beside the ticket',
  );
});
