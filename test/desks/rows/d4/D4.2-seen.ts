import { seen } from '../../row.js';

export default seen(
  'D4.2',
  async (desk, show) => {
    await desk.clock.moveTo('2026-09-22 10:00');
    const help = await desk.screens.help('/');
    const news = help.getByRole('region', { name: '公告' });
    await news.getByText(/中秋/).first().waitFor();
    const said = (await news.innerText()).split('\n').filter((line) => /中秋/.test(line));
    const english = await desk.screens.help('/', 'en');
    const titles = (await english.getByRole('region', { name: 'Notices' }).innerText()).split('\n').slice(0, 1);
    const chief = await desk.agents.get('d4.2-seen', 'supervisor');
    const page = await desk.screens.console(chief, '/wall');
    const chat = page.locator('[data-channel="chat"]');
    await chat.getByText('服务中').waitFor();
    show(`a week ahead the help says ${said.join('; ')} (${titles.join()}); the wall shows today’s hours of each channel`);
  },
  { on: '2026-09-22' },
);
