import type { Page } from 'playwright-core';
import { beside, entryOf } from '../../console-parts.js';
import { vouchFor } from '../../parts/site-login.js';
import { seen } from '../../row.js';

export default seen('D3.5', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const agent = await desk.agents.get('d3.5-seen');
  const user = 'd3.5-seen-player';
  const phone = await desk.screens.site('chat', vouchFor(desk, user), { width: 375 });
  const asked = '刚才充了328，点券没有到账';
  const began = performance.now();
  await say(phone, asked);
  const ticket = await desk.ticketLike(asked);
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, asked).waitFor();
  await (await beside(page, '信息')).getByText('支付', { exact: true }).first().waitFor();
  const shownS = (performance.now() - began) / 1_000;

  const computer = await desk.screens.site('chat', vouchFor(desk, user));
  await lineOf(computer, asked).waitFor();
  await say(computer, '我换电脑了');
  await lineOf(phone, '我换电脑了').waitFor();
  await entryOf(page, '我换电脑了').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `what a player wrote on his phone stood ${shownS.toFixed(1)} s later before the agent, recognised; on his computer the same history opened, and what he wrote there came to the phone`,
  );
});

const lineOf = (page: Page, text: string) => page.frameLocator('iframe').locator('.line:not(.unsent)').getByText(text);

async function say(page: Page, text: string): Promise<void> {
  const field = page.frameLocator('iframe').locator('.write textarea');
  await field.fill(text);
  await field.press('Enter');
  await lineOf(page, text).waitFor();
}
