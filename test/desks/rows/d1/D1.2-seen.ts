import { beside } from '../../console-parts.js';
import { ringHotline } from '../../entry-doors.js';
import { seen } from '../../row.js';
import { sayInWecom } from '../../wecom-app.js';

export default seen('D1.2', async (desk, show) => {
  const agent = await desk.agents.get('d1.2-seen');
  const call = await ringHotline(desk, '+8613800001202');
  const wecom = await desk.ticketOf(await sayInWecom(desk, 'd1.2-seen', 'D1.2 企业微信里问一句'));
  const page = await desk.screens.ticket(agent, call);
  for (const [{ number }, origin] of [
    [call, '服务热线'],
    [wecom, '企业微信'],
  ] as const) {
    await page.goto(`${desk.product.apiUrl}/console/tickets/${number}`);
    const fact = (await beside(page, '信息')).locator('div', { has: page.locator('dt', { hasText: /^来源$/ }) });
    await fact.locator('dd', { hasText: origin }).first().waitFor();
  }
  show('where a request came from stands beside it in the desk’s words: 来源 服务热线, 来源 企业微信');
});
