import { seen } from '../../row.js';

export default seen(
  'D3.16',
  async (desk, show) => {
    await desk.clock.moveTo('2026-10-15 23:30');
    const help = await desk.screens.help('/');
    const way = (name: string) => help.getByRole('listitem').filter({ has: help.getByRole('heading', { name, exact: true }) });
    const chat = await way('在线客服')
      .getByText(/休息中，.*07:30 开始服务/)
      .innerText();
    const hotline = await way('热线')
      .getByText(/^语音菜单服务中/)
      .innerText();
    const chief = await desk.agents.get('d3.16-seen', 'supervisor');
    const page = await desk.screens.console(chief, '/wall');
    await page.locator('[data-channel="phone"]').getByText('语音菜单').waitFor();
    await page.locator('[data-channel="chat"]').getByText('已下班').waitFor();
    show(`at 23:30 the help says of the chat ${chat}, of the hotline ${hotline}; on the wall it is 语音菜单`);
  },
  { on: '2026-10-15' },
);
