import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Review {
  readonly id: string;
  readonly state: string;
  readonly result: number | null;
  readonly passed: boolean | null;
}
interface Share {
  readonly sheet: string;
  readonly all: number;
  readonly chosen: number;
  readonly reviewed: number;
}

/** A sample of a quarter: that none of so many is chosen happens once in ten thousand times. */
const MOST_ANSWERS = 32;

export default row('D0.11', async (desk, show) => {
  const agent = await desk.agents.get('d0.11-answering');
  const lead = await desk.agents.get('d0.11-quality', 'supervisor');
  const share = async () =>
    (await desk.api<List<Share>>('GET', '/entry-reviews/share', undefined, lead)).items.find(({ sheet }) => sheet === 'answers');
  const before = await share();
  const ticket = await desk.doors.mail({
    from: 'd0.11-quality@customer.test',
    to: 'support@smartcv.example',
    subject: 'D0.11 质检',
    text: '怎么换模板？',
  });
  const waiting = async () =>
    (await desk.api<List<Review>>('GET', `/entry-reviews?sheet=answers&state=waiting&agent=${agent.id}`, undefined, lead)).items[0];
  let answered = 0;
  let review = await waiting();
  for (; review === undefined && answered < MOST_ANSWERS; answered += 1) {
    const count = (before?.all ?? 0) + answered + 1;
    await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: `请在“模板”中选择（${answered + 1}）。` }, agent);
    await desk.until(async () => (await share())?.all === count, 'the answer counted');
    review = await waiting();
  }
  expect(review).toBeDefined();
  const path = `/entry-reviews/${review!.id}`;
  await expect(desk.api('PUT', path, { scores: { correct: 90 } }, lead)).rejects.toThrow(/scores_unfit/);
  const filled = await desk.api<Review>('PUT', path, { scores: { correct: 90, tone: 60 }, note: '语气可更亲切' }, lead);
  expect(filled).toMatchObject({ state: 'reviewed', result: 78, passed: false });
  const after = (await share())!;
  expect([after.all, after.reviewed, after.chosen > (before?.chosen ?? 0)]).toEqual([
    (before?.all ?? 0) + answered,
    (before?.reviewed ?? 0) + 1,
    true,
  ]);
  show(`quality is monitored: of ${after.all} answers a sample of ${after.chosen} lies with the reviewers, and the share reviewed is seen`);
});
