import { seen } from '../../row.js';

export default seen(
  'D3.27',
  async (desk, show) => {
    const chief = await desk.agents.get('d3.27-seen', 'supervisor');
    await desk.clock.moveTo('2027-03-01 08:00');
    await desk.until(async () => {
      const { items } = await desk.api<{ items: { key: string; from: string }[] }>('GET', '/public-figures');
      return items.some(({ key, from }) => key === 'public-figures' && from === '2027-02-01');
    }, 'the figures of February');
    const page = await desk.screens.console(chief, '/reports');
    await page
      .getByRole('button', { name: /服务数据公示/ })
      .first()
      .click();
    await page
      .getByText(/起公开（d3\.27-seen）/)
      .first()
      .waitFor();
    const help = await desk.screens.help('/promises');
    await help.getByRole('heading', { name: '服务数据公示' }).waitFor();
    await help
      .getByText(/2月28日/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: '坐席月度数据' }).first().waitFor();
    show(
      'the figures of February were released by a supervisor in the console, and stood on the page of promises; 坐席月度数据 lay beside',
    );
  },
  { on: '2027-03-01' },
);
