import { seen } from '../../row.js';

export default seen('D0.15', async (desk, show) => {
  const lead = await desk.agents.get('d0.15-seen', 'supervisor');
  const from = 'd0.15-seen@customer.test';
  const mail = { from, name: '邹十五', to: 'support@smartcv.example', subject: 'D0.15', text: '如何换模板？' };
  const ticket = await desk.doors.mail(mail);
  await desk.api('PATCH', `/contacts/${ticket.contact.id}`, { displayName: '邹十五', plan: 'free' });
  const page = await desk.screens.console(lead, '/feedback?tab=rounds');
  await page.getByLabel('按姓名开头查找客户').fill('邹十五');
  await page.getByLabel('邹十五').check();
  await page.getByRole('button', { name: '向 1 位客户发送' }).click();
  await page.getByText('已向 1 位客户发送。').waitFor();
  await desk.mailTo(from, ({ mail: { text = '' } }) => text.includes('推荐给朋友'));
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('a supervisor chose a customer by name under 定期调查, and she was asked');
});
