import { expect } from '@jest/globals';
import type { Feedback } from '../../desk-feedback.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D4.11', async (desk, show) => {
  const director = await desk.agents.get('director@helper.example', 'supervisor');
  const other = await desk.agents.get('d4.11-bei');
  const mail = await desk.doors.mail({
    from: 'd4.11@customer.test',
    to: 'feedback@helper.example',
    subject: 'D4.11',
    text: 'Please add Polish.',
  });
  const form = await desk.doors.mail({
    from: 'd4.11f@customer.test',
    to: 'support@helper.example',
    subject: 'D4.11 form',
    text: 'More videos, please',
  });
  await desk.api('PATCH', `/tickets/${form.id}`, { category: 'suggestion' });
  const rated = await desk.doors.mail({ from: 'd4.11r@customer.test', to: 'support@helper.example', subject: 'D4.11 rated', text: 'Help' });
  await desk.api('POST', `/tickets/${rated.id}/ratings`, { value: 4 }, other);
  const queue = async () => (await desk.api<List<Feedback>>('GET', '/feedback?unseenBy=director&limit=200', undefined, director)).items;
  const ids = [mail.id, form.id, rated.id];
  const mine = await desk.until(async () => {
    const found = (await queue()).filter(({ ticketId }) => ids.includes(ticketId));
    return found.length === 3 && found;
  }, 'all three in the director’s queue');
  expect(mine.map(({ kind }) => kind).sort()).toEqual(['form', 'mail', 'rating']);
  const refused = await desk.ask<{ code: string }>('POST', `/feedback/${mine[0]!.id}/seen`, {}, other);
  expect([refused.status, refused.body.code]).toEqual([403, 'not_a_reader']);
  for (const { id } of mine) await desk.api('POST', `/feedback/${id}/seen`, {}, director);
  expect((await queue()).filter(({ ticketId }) => ids.includes(ticketId))).toEqual([]);
  show('a rating, a form and a mail to feedback@ lay in the director’s queue until the director marked each seen; nobody else can');
});
