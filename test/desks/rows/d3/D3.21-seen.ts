import { seen } from '../../row.js';

export default seen('D3.21', async (desk, show) => {
  const chief = await desk.agents.get('d3.21-seen', 'supervisor');
  const open = (phone: string, displayName: string, subject: string) =>
    desk.api<{ id: string; number: string }>('POST', '/tickets', {
      ...{ contact: { identity: { scheme: 'phone', value: phone }, displayName }, subject, origin: 'call', text: '掉线' },
    });
  const player = await open('+8613900032188', 'D3.21 玩家八', 'D3.21 掉线');
  const problem = await open('+8613900032189', '机房', 'D3.21 故障');
  const incident = await desk.api<{ id: string }>('POST', '/incidents', { ticket: problem.id, title: '八区故障' }, chief);
  await desk.api('POST', `/incidents/${incident.id}/customers`, { tickets: [player.id] }, chief);
  await desk.clock.advance(95 * 60_000);
  await desk.api('POST', `/incidents/${incident.id}/closure`, {}, chief);
  const page = await desk.screens.console(chief, '/feedback?tab=compensations');
  const line = page.getByRole('row').filter({ hasText: 'D3.21 玩家八' });
  const amount = await line.getByText(/\d+ 钻石/).innerText();
  await line.getByRole('button', { name: '审批' }).click();
  const dialog = page.getByRole('dialog', { name: '审批' });
  await dialog.getByLabel('备注').fill('核对无误');
  await dialog.getByRole('button', { name: '批准' }).click();
  await line.waitFor({ state: 'detached' });
  show(`after 95 minutes of outage ${amount} stood under 补偿 for its player, and a supervisor approved it`);
});
