import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

/** What D4.12 brought about, as the account manager sees it. */
export default seen(
  'D4.12',
  async (desk, show) => {
    const manager = await desk.agents.get('d4.12-mei');
    const page = await desk.screens.console(manager, '/views/mine');
    await page.locator('[data-ticket]', { hasText: '旗舰客户月度回访' }).first().getByRole('link').click();
    const link = page.getByRole('region', { name: /^工单 / }).first();
    await link.waitFor();
    await page.goto(page.url().replace(/\/views\/mine\//, '/tickets/'));
    const task = (await beside(page, '历史')).getByText(/培训需求/).first();
    await task.waitFor();
    const said = await task.innerText();
    show(`the account manager has the check-in among 我的, with its task: ${said.replaceAll('\n', ' ')}`);
  },
  { on: '2027-01-11' },
);
