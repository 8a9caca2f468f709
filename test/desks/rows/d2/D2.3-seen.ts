import { expect } from '@jest/globals';
import { isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.3', async (desk, show) => {
  const agent = await desk.agents.get('d2.3-seen');
  const from = 'd2.3-seen@customer.test';
  const ticket = await desk.doors.mail({
    from,
    to: 'support@levels.example',
    subject: '打印报错 d2.3',
    text: '打印功能报错，错误代码 E17。',
  });
  await desk.ticketWhere(ticket.id, ({ category }) => category !== null, 'recognised');
  const page = await desk.screens.ticket(agent, ticket);
  const priority = page.getByLabel('优先级');
  await isChosen(priority, '中');
  expect(await priority.locator('option').allInnerTexts()).toEqual(['低', '中', '高']);
  await priority.selectOption({ label: '高' });
  await page.getByText('优先级已改为“高”。').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('the console knows the desk’s three priorities, 高, 中 and 低, and no others; a fault came in as 中 and was raised');
});
