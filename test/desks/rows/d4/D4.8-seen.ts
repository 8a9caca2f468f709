import { seen } from '../../row.js';

export default seen('D4.8', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:31');
  const agent = await desk.agents.get('d4.8-seen');
  const mail = { from: 'd4.8-seen@customer.test', to: 'support@helper.example', subject: '约专家 d4.8', text: '想约专家' };
  const { contact } = await desk.doors.mail(mail);
  await desk.api('PATCH', `/contacts/${contact.id}`, { plan: 'flagship' });
  const { items } = await desk.api<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=expert');
  const last = items.at(-1)!;
  await desk.api('POST', '/bookings', { service: 'expert', startsAt: last.startsAt, contact: { id: contact.id } });
  const page = await desk.screens.console(agent, `/contacts/${contact.id}`);
  await page.getByRole('tab', { name: '预约与到访' }).click();
  const line = page.getByRole('table', { name: '预约' }).getByRole('row').nth(1);
  await line.getByText('已预约').waitFor();
  const before = await line.innerText();
  await line.getByRole('button', { name: '改期' }).click();
  const dialog = page.getByRole('dialog');
  const times = dialog.getByRole('combobox');
  await times.locator('option').nth(1).waitFor({ state: 'attached' });
  await times.selectOption({ index: 1 });
  await dialog.getByRole('button', { name: /改期/ }).click();
  await page.getByText('预约已改期，并已通知客户。').waitFor();
  show(
    `a flagship customer’s hour with an expert (${before.split('\t').slice(0, 2).join(', ').replaceAll('\n', ' ')}) stands in her card, and was moved there to a slot that is free`,
  );
});
