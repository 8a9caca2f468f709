import { isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.5', async (desk, show) => {
  const chief = await desk.agents.get('d1.5-seen', 'supervisor');
  const page = await desk.screens.console(chief, '/wall');
  await page.getByRole('heading', { level: 1, name: '实时大屏' }).waitFor();
  const mail = { from: 'urgent@d15-seen.test', to: 'service@b2b.example', subject: 'D1.5 停产', text: '网关断线，全线停产！' };
  const ticket = await desk.doors.mail(mail);
  await page.getByRole('button', { name: /^通知/ }).click();
  await page
    .getByRole('dialog', { name: '通知' })
    .getByRole('link', { name: new RegExp(ticket.number) })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: 'D1.5 停产' }).waitFor();
  await isChosen(page.getByLabel('优先级'), '特急');
  const clock = page.getByRole('list', { name: '时限' }).getByText(/^首次回复：/);
  const promised = await clock.innerText();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(`a supervisor who looked at the wall was told of it at once under 通知, and opened it from there: 特急, ${promised}`);
});
