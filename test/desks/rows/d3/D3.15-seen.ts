import { seen } from '../../row.js';

export default seen('D3.15', async (desk, show) => {
  const chief = await desk.agents.get('d3.15-seen', 'supervisor');
  const contact = { identity: { scheme: 'phone', value: '+8613900031588' }, displayName: '机房' };
  const problem = await desk.api<{ id: string }>('POST', '/tickets', { contact, subject: 'D3.15 支付故障', origin: 'call' });
  const wish = { ticket: problem.id, title: '支付服务故障 d3.15' };
  const { id } = await desk.api<{ id: string }>('POST', '/incidents', wish, chief);
  const page = await desk.screens.console(chief, '/announcements');
  const incident = page.getByRole('region', { name: '进行中的事件' }).getByRole('listitem').filter({ hasText: '支付服务故障 d3.15' });
  await incident.getByRole('button', { name: '发布公告' }).click();
  const form = page.getByRole('dialog', { name: '新建公告' });
  await form.getByLabel('标题').fill('支付服务故障 d3.15');
  await form.getByLabel('内容').fill('正在抢修，预计一小时内恢复。');
  await form.getByRole('button', { name: '发布', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const help = await desk.screens.help('/');
  const news = help.getByRole('region', { name: '公告' });
  await news.getByText('故障 · 支付服务故障 d3.15').waitFor();
  await news.getByText('正在抢修，预计一小时内恢复。').waitFor();
  await desk.api('POST', `/incidents/${id}/closure`, {}, chief);
  const row = page.getByRole('listitem').filter({ hasText: '支付服务故障 d3.15' });
  if ((await row.getByRole('button', { name: '撤回' }).count()) > 0) await row.getByRole('button', { name: '撤回' }).first().click();
  show('an incident that goes on was published from the list of incidents, and stood at the top of the help at once: 故障 · 支付服务故障');
});
