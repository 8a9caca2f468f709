import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Review {
  readonly id: string;
  readonly state: string;
  readonly result: number | null;
  readonly passed: boolean | null;
  readonly ticketId: string;
}

export default row('D3.9', async (desk, show) => {
  const zhou = await desk.agents.get('d3.9-zhou', 'supervisor');
  const now = () => desk.clock.now().toISOString();
  const recordings = [`${desk.messages.urlOf('twilio')}/none-1.wav`];
  const call = {
    callId: 'd3.9-1',
    direction: 'inbound',
    caller: '+8613900000309',
    callee: '4008003456',
    startedAt: now(),
    answeredAt: now(),
  };
  expect(await desk.doors.hook('hotline', { ...call, endedAt: now(), outcome: 'answered', recordings })).toBeLessThan(300);
  const waiting = await desk.until(async () => {
    const { items } = await desk.api<{ items: Review[] }>('GET', '/entry-reviews?sheet=recordings&state=waiting', undefined, zhou);
    return items[0];
  }, 'the recording before its reviewer');
  const scores = { greeting: 100, identity: 100, solution: 60, attitude: 90 };
  const reviewed = await desk.api<Review>('PUT', `/entry-reviews/${waiting.id}`, { scores, note: '处理略慢' }, zhou);
  expect(reviewed).toMatchObject({ state: 'reviewed', result: 82, passed: true });
  const { items } = await desk.api<{ items: { sheet: string; all: number; reviewed: number; share: number }[] }>(
    'GET',
    '/entry-reviews/share',
    undefined,
    zhou,
  );
  const share = items.find(({ sheet }) => sheet === 'recordings')!;
  expect(share.reviewed).toBeGreaterThan(0);
  expect(share.share).toBe(Math.round((share.reviewed / share.all) * 1_000) / 1_000);
  show('every recording waits for its review by the desk’s sheet; state and result are kept, and the share reviewed is told');
});
