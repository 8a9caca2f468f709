import { expect } from '@jest/globals';
import { searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

export default row('D4.13', async (desk, show) => {
  const gu = await desk.agents.get('d4.13-gu');
  const from = 'd4.13@customer.test';
  const ticket = await desk.doors.mail({
    from,
    to: 'support@helper.example',
    name: 'Lena',
    subject: 'Buyer dispute d4.13',
    text: 'A buyer opened an A-to-z claim, can you win it for us?',
  });
  expect((await searchHelp(desk, 'A-to-z dispute', '&language=en'))[0]?.key).toBe('marketplace-dispute');
  const { items } = await desk.api<{ items: { key: string; language: string }[] }>(
    'GET',
    `/tickets/${ticket.id}/templates?kind=dispute`,
    undefined,
    gu,
  );
  expect(items).toEqual([expect.objectContaining({ key: 'marketplace-dispute', language: 'en' })]);
  await desk.api('PATCH', `/tickets/${ticket.id}`, { fields: { order: '114-1234567' } }, gu);
  await desk.api('POST', `/tickets/${ticket.id}/template-sendings`, { template: 'marketplace-dispute' }, gu);
  const { mail } = await desk.mailTo(from, (each) => each.mail.text?.includes('Dear marketplace team') === true);
  expect(mail.text).toContain('dispute of order 114-1234567');
  expect(mail.text).toContain('the marketplace decides. We cannot appeal for you nor change its ruling');
  show('the letter for a marketplace dispute goes out in the customer’s language with his order, and says that the marketplace decides');
});
