import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { fillForm } from '../../case-views.js';
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
  const page = await fillForm(desk, 'feedback-form', { email: 'd4.11f@customer.test', summary: 'D4.11 希望有更多视频教程' });
  expect(page.status).toBe(200);
  const form = await desk.ticketLike('更多视频教程');
  const { visitor, ticket: rated } = await desk.doors.chatWith('D4.11 请转人工');
  await desk.api('POST', `/tickets/${rated.id}/replies`, { text: '您好，已为您处理。' }, other);
  await desk.api('PATCH', `/tickets/${rated.id}`, { status: 'solved' }, other);
  await visitor.until(() => visitor.lines.some(({ state }) => state?.is === 'rating_asked'), 'the wish for a rating');
  visitor.send({ t: 'rate', id: randomUUID(), score: 4 });
  const suggested = await desk.doors.mail({
    from: 'd4.11s@customer.test',
    to: 'support@helper.example',
    subject: 'D4.11',
    text: 'Polish, please',
  });
  await desk.api('PATCH', `/tickets/${suggested.id}`, { category: 'suggestion' });
  const queue = async () => (await desk.api<List<Feedback>>('GET', '/feedback?unseenBy=director&limit=200', undefined, director)).items;
  const ids = [mail.id, form.id, rated.id, suggested.id];
  const mine = await desk.until(async () => {
    const found = (await queue()).filter(({ ticketId }) => ids.includes(ticketId));
    return found.length === ids.length && found;
  }, 'all four in the director’s queue');
  const kinds = new Map(mine.map(({ ticketId, kind, way }) => [ticketId, [kind, way]]));
  expect(ids.map((id) => kinds.get(id))).toEqual([
    ['mail', 'message'],
    ['form', 'message'],
    ['rating', 'tap'],
    ['form', 'message'],
  ]);
  await visitor.close();
  const refused = await desk.ask<{ code: string }>('POST', `/feedback/${mine[0]!.id}/seen`, {}, other);
  expect([refused.status, refused.body.code]).toEqual([403, 'not_a_reader']);
  for (const { id } of mine) await desk.api('POST', `/feedback/${id}/seen`, {}, director);
  expect((await queue()).filter(({ ticketId }) => ids.includes(ticketId))).toEqual([]);
  show(
    'a rating by tap in the chat, the feedback form, a suggestion and a mail to feedback@ lay in the director’s queue until the director marked each seen; nobody else can',
  );
});
