import { seen } from '../../row.js';

export default seen('D3.26', async (desk, show) => {
  const agent = await desk.agents.get('d3.26-seen');
  const page = await desk.screens.console(agent, '/knowledge');
  const search = page.getByRole('searchbox');
  await search.waitFor();
  await search.pressSequentially('充值未到', { delay: 20 });
  const begun = performance.now();
  await page.getByRole('link', { name: '充值未到账' }).waitFor();
  show(`the article came up ${Math.round(performance.now() - begun)} ms after the last letter, while it was typed`);
});
