import { expect } from '@jest/globals';
import { newestWhere, type PlanSeen, postAsProgram } from '../../emergency-views.js';
import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D4.5', async (desk, show) => {
  const engineer = await desk.agents.get('d4.5-seen');
  const wish = { subject: 'D4.5 库存同步失败', text: '库存全部不同步！', sender: { user: 'seller-4599' } };
  const ticket = await postAsProgram(desk, 'emergency', wish);
  await newestWhere<PlanSeen>(desk, `/tickets/${ticket.id}/plan-runs`, () => true, 'its plan');
  const page = await desk.screens.ticket(engineer, ticket);
  await isChosen(page.getByLabel('优先级'), '紧急');
  const clocks = page.getByRole('list', { name: '时限' });
  const promised = [await clocks.getByText(/^首次回复：/).innerText(), await clocks.getByText(/^进展通报：/).innerText()];
  const plan = (await beside(page, '关联')).locator('section', { has: page.getByText('进行中', { exact: true }) }).last();
  await plan.getByRole('listitem').nth(2).waitFor();
  const steps = await plan.getByRole('listitem').allInnerTexts();
  expect(steps.length).toBe(3);
  await plan
    .getByRole('button', { name: /^完成：/ })
    .first()
    .click();
  const done = page.getByRole('dialog', { name: /^完成：/ });
  await done.getByLabel('处理结果').fill('已联系卖家');
  await done.getByRole('button', { name: '完成', exact: true }).click();
  await plan.getByText('已联系卖家').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(`an emergency from the back office is 紧急 with ${promised.join(', ')}; a step of its plan was ticked off with what came of it`);
});
