import { beside, entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.12', async (desk, show) => {
  const agent = await desk.agents.get('d2.12-seen');
  const from = 'd2.12-seen@customer.test';
  const mail = { from, to: 'support@levels.example', subject: '网关掉线 d2.12', text: '网关一直离线，连不上服务器' };
  const ticket = await desk.doors.mail(mail);
  await desk.ticketWhere(ticket.id, ({ stage }) => stage !== null, 'taken up');
  const page = await desk.screens.ticket(agent, ticket);
  await page.keyboard.press('Control+k');
  const macros = page.getByRole('dialog', { name: '宏' });
  await macros.getByRole('combobox').fill('收集');
  await macros.getByRole('option', { name: /一键收集数据/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('已执行“一键收集数据”。').waitFor();
  await desk.mailTo(from, (each) => each.mail.text?.includes('/opt/server/logs/app.log') === true);
  await entryOf(page, '/var/log/gateway/system.log').waitFor();

  const around = await beside(page, '关联');
  await around.getByRole('button', { name: '开始：网关网络诊断' }).click();
  for (const [label, words] of [
    ['IP 地址', '192.168.1.20'],
    ['子网掩码', '255.255.255.0'],
    ['网关', '192.168.1.1'],
  ] as const)
    await around.getByLabel(label, { exact: true }).fill(words);
  await around.getByLabel('已重启设备').check();
  const results = async () =>
    (await desk.api<{ runs: { results: { result: unknown }[] }[] }>('GET', `/tickets/${ticket.id}/checklists`)).runs[0]?.results.length;
  await desk.until(async () => (await results()) === 4, 'all four steps kept');
  show(
    'Ctrl+K and a word sent the request for data; 网关网络诊断 was begun beside the ticket, address, mask and gateway written down one after the other and the restart ticked',
  );
});
