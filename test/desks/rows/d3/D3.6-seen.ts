import { seen } from '../../row.js';

export default seen('D3.6', async (desk, show) => {
  const chief = await desk.agents.get('d3.6-seen', 'supervisor');
  const page = await desk.screens.console(chief, '/wall');
  const forecast = page.locator('section', { has: page.getByRole('heading', { name: '未来 3 天人力预测' }) });
  await forecast.waitFor();
  const said = await forecast
    .getByText(/未来各时段人手充足。|缺 \d+ 人/)
    .first()
    .innerText();
  const duty = page.locator('section', { has: page.getByRole('heading', { name: '值班人员' }) });
  await duty.waitFor();
  show(`the wall tells whether the next three days have people enough: ${said}`);
});
