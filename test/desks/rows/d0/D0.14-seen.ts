import { seen } from '../../row.js';

export default seen('D0.14', async (desk, show) => {
  await desk.clock.moveTo('Wed 17:40');
  const chief = await desk.agents.get('d0.14-seen', 'supervisor');
  const page = await desk.screens.console(chief, '/wall');
  const chat = page.locator('[data-channel="chat"]');
  await chat.getByRole('button', { name: /^调整服务时间/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('截止时间').fill('21:00');
  await dialog.getByLabel('原因').fill('系统故障，延长至 21:00');
  await dialog.getByRole('button', { name: '延长服务' }).click();
  await chat.getByText('今日有调整').waitFor();
  await chat.getByText(/系统故障，延长至 21:00/).waitFor();
  const help = await desk.screens.help('/');
  const way = help.getByRole('listitem').filter({ has: help.getByRole('heading', { name: '在线客服' }) });
  await way.getByText('服务中，至 21:00').waitFor();
  await chat.getByRole('button', { name: '撤销' }).click();
  await chat.getByText('今日有调整').waitFor({ state: 'detached' });
  show('a supervisor kept the chat open until 21:00 on the wall, customers read 服务中，至 21:00 in the help, and she took it back');
});
