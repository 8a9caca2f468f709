import { randomUUID } from 'node:crypto';
import { beside, entryOf } from '../../console-parts.js';
import { callIn } from '../../desk-clocks.js';
import { seen } from '../../row.js';

export default seen('D3.3', async (desk, show) => {
  const agent = await desk.agents.get('d3.3-seen');
  const id = randomUUID();
  await callIn(desk, { id, caller: '+8613800003399', queued: 3, answered: 9, ended: 120, keys: ['5'] });
  const ticket = await desk.ticketOf(id);
  const page = await desk.screens.ticket(agent, ticket);
  const call = entryOf(page, '客户来电');
  for (const [name, value] of [
    ['主叫', '+8613800003399'],
    ['等待', /9/],
  ] as const)
    await call
      .locator('div', { has: page.locator('dt', { hasText: name }) })
      .getByText(value)
      .first()
      .waitFor();
  await call.locator('kbd', { hasText: '5' }).waitFor();
  await call.getByText('已接听').waitFor();
  const tasks = await beside(page, '历史');
  const joint = await tasks
    .getByText(/风控|支付/)
    .first()
    .innerText();

  await callIn(desk, { id: randomUUID(), caller: '+8613800003398', queued: 2, answered: null, ended: 40 });
  await page.goto(`${desk.product.apiUrl}/console/calls`);
  const back = page.getByRole('region', { name: '待回电' }).getByRole('listitem').filter({ hasText: '+8613800003398' });
  await back.getByRole('button', { name: '已回电' }).click();
  const dialog = page.getByRole('dialog', { name: '回电结果如何？' });
  await dialog.getByLabel('处理结果').fill('已联系客户');
  await dialog.getByRole('button', { name: '已回电' }).click();
  await back.waitFor({ state: 'detached' });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `a call with key 5 shows who called, how long he waited and what he pressed, and who joins (${joint.split('\n')[0]}); one nobody took stood under 待回电 until he was rung`,
  );
});
