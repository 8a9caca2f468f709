import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D4.13', async (desk, show) => {
  const agent = await desk.agents.get('d4.13-seen');
  const from = 'd4.13-seen@customer.test';
  const mail = {
    from,
    to: 'support@helper.example',
    name: 'Lena',
    subject: 'Buyer dispute d4.13',
    text: 'A buyer opened an A-to-z claim, can you win it?',
  };
  const ticket = await desk.doors.mail(mail);
  await desk.ticketWhere(ticket.id, ({ language }) => language === 'en', 'English');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { fields: { order: '114-7654321' } }, agent);
  const page = await desk.screens.ticket(agent, ticket);
  await page.getByRole('button', { name: '模板' }).click();
  const option = page.getByRole('option', { name: /114-7654321/ });
  await option.getByText('争议').waitFor();
  await option.click();
  await page.getByText(/We cannot appeal for you nor change its ruling/).waitFor();
  await page.getByRole('button', { name: '直接发送' }).click();
  await page.getByText('模板即将发出。').waitFor();
  await desk.mailTo(from, (each) => each.mail.text?.includes('dispute of order 114-7654321') === true);
  await entryOf(page, 'Dear marketplace team').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'the letter for a dispute stood among the templates in English, filled with order 114-7654321 and saying who decides, and went out as it was',
  );
});
