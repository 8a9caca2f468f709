import { newestWhere, type CompensationSeen } from '../../emergency-views.js';
import { seen } from '../../row.js';

export default seen('D3.12', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const chief = await desk.agents.get('d3.12-seen', 'supervisor');
  const { visitor, ticket } = await desk.doors.chatWith('D3.12 皮肤一直没有到账');
  await desk.clock.advance(6 * 60_000);
  await newestWhere<CompensationSeen>(desk, `/tickets/${ticket.id}/compensations`, () => true, 'a compensation');
  const page = await desk.screens.console(chief, '/feedback?tab=compensations');
  const line = page.getByRole('row').filter({ hasText: ticket.number });
  await line.getByText('100 钻石').waitFor();
  await line.getByRole('button', { name: '审批' }).click();
  await page.getByRole('dialog', { name: '审批' }).getByRole('button', { name: '批准' }).click();
  await page.getByText('补偿已批准。').waitFor();
  await visitor.until(() => visitor.texts().some((text) => text?.includes('补偿 100 钻石 已发放')), 'what he was given');
  await visitor.close();
  const help = await desk.screens.help('/promises');
  const promise = help
    .getByRole('listitem')
    .filter({ has: help.getByRole('heading', { name: '热线' }) })
    .first();
  await promise.getByText('紧急问题').waitFor();
  const says = (await promise.innerText()).split('\n').pop();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `100 钻石 for a missed promise were approved under 补偿 and told in the chat; the page of promises says what each channel is for (热线: 紧急问题, ${says})`,
  );
});
