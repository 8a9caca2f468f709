import { seen } from '../../row.js';

export default seen('D4.7', async (desk, show) => {
  const lead = await desk.agents.get('d4.7-seen', 'supervisor');
  const page = await desk.screens.console(lead, '/reports');
  const link = page
    .getByRole('main')
    .getByRole('heading', { level: 2 })
    .getByRole('link', { name: /差距|缺口|高频|Gap/i })
    .first();
  const title = await link.innerText();
  await link.click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByLabel('时间范围').waitFor();
  show(`${title} stands among the reports, of any period`);
});
