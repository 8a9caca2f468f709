import { seen } from '../../row.js';

export default seen(
  'D0.2',
  async (desk, show) => {
    await desk.clock.moveTo('2026-10-15 16:30');
    const help = await desk.screens.help('/');
    const way = (name: string) => help.getByRole('listitem').filter({ has: help.getByRole('heading', { name }) });
    await way('在线客服').getByText('服务中，至 18:00').waitFor();
    await way('邮件').getByText('服务中', { exact: true }).waitFor();
    await desk.clock.moveTo('2026-10-15 18:30');
    const late = await desk.screens.help('/');
    const then = (name: string) => late.getByRole('listitem').filter({ has: late.getByRole('heading', { name }) });
    const opens = await then('在线客服')
      .getByText(/休息中，.*09:00 开始服务/)
      .innerText();
    await then('邮件').getByText('服务中', { exact: true }).waitFor();
    show(`at 16:30 the help says of the chat 服务中，至 18:00, at 18:30 ${opens}; mail is received all the time`);
  },
  { on: '2026-10-15' },
);
