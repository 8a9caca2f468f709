import { entryOf } from '../../console-parts.js';
import { Writer } from '../../case-views.js';
import { seen } from '../../row.js';

export default seen('D2.4', async (desk, show) => {
  const agent = await desk.agents.get('d2.4-seen');
  const address = 'd2.4-seen@customer.test';
  const ticket = await new Writer(desk, address, 'support@levels.example').open('扫描报错 d2.4', '提示 E06。');
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, '提示 E06').waitFor();
  await new Writer(desk, address, 'support@levels.example').open(`【技術支持】${ticket.number}`, '重启后仍报 E06');
  const came = entryOf(page, '重启后仍报 E06');
  await came.waitFor();
  await came.hover();
  await came.getByRole('button', { name: '为何在此工单？' }).click();
  const why = page.getByRole('dialog', { name: '为何在此工单？' });
  await why.getByText('其中有本工单的编号。').waitFor();
  await why.getByText(ticket.number).waitFor();
  show(`a mail with 【技術支持】${ticket.number} came into the open thread by itself, and says why it is there`);
});
