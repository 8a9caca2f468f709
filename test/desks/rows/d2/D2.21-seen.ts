import { seen } from '../../row.js';

export default seen(
  'D2.21',
  async (desk, show) => {
    const lead = await desk.agents.get('d2.21-lead', 'supervisor');
    const page = await desk.screens.console(lead, '/knowledge');
    await page.getByRole('tab', { name: '推荐选题' }).click();
    const proposals = page.getByRole('tabpanel', { name: '推荐选题' }).getByRole('listitem');
    await proposals.first().getByText('草稿').waitFor();
    const count = await proposals.count();
    await page.getByRole('link', { name: '报表', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '报表' }).waitFor();
    await page.getByRole('table', { name: '定时生成的报表' }).getByRole('link', { name: '每周典型问题' }).first().click();
    await page.getByRole('cell', { name: '显示异常' }).first().waitFor();
    show(`${count} drafts lie under 推荐选题, and 每周典型问题, as Monday made it, lists what came again and again`);
  },
  // After the Monday on which both are made.
  { on: '2026-03-09' },
);
