import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import type { NoticeSeen } from '../../emergency-views.js';
import { bringRecordedCall, hearRecording, type RecordedCall } from '../../parts/recorded-calls.js';
import { row } from '../../row.js';

interface Review {
  readonly id: string;
  readonly ticketId: string;
  readonly state: string;
  readonly result: number | null;
  readonly passed: boolean | null;
}
interface Share {
  readonly sheet: string;
  readonly all: number;
  readonly reviewed: number;
  readonly overdue: number;
  readonly share: number;
}
interface Access {
  readonly actor: { readonly id?: string };
}

const HOUR_MS = 3_600_000;

export default row('D3.9', async (desk, show) => {
  const [zhou, supervisor] = [await desk.agents.get('d3.9-zhou', 'reviewer'), await desk.agents.get('d3.9-supervisor', 'supervisor')];
  await desk.clock.advance(HOUR_MS); // apart from calls of other rows
  const from = desk.clock.now().getTime() - 120_000;
  const calls = [
    await bringRecordedCall(desk, { caller: '+8613900000309' }),
    await bringRecordedCall(desk, { caller: '+8613900000310' }),
  ] as const;
  const span = `from=${new Date(from).toISOString()}&to=${desk.clock.now().toISOString()}`;
  const share = async () => {
    const { items } = await desk.api<List<Share>>('GET', `/entry-reviews/share?${span}`, undefined, zhou);
    const { all, reviewed, overdue, share: part } = items.find(({ sheet }) => sheet === 'recordings')!;
    return { all, reviewed, overdue, share: part };
  };
  const waiting = ({ ticket }: RecordedCall) =>
    desk.until(async () => {
      const { items } = await desk.api<List<Review>>('GET', '/entry-reviews?sheet=recordings&state=waiting', undefined, zhou);
      return items.find(({ ticketId }) => ticketId === ticket.id);
    }, 'the recording before its reviewer');
  const review = async (call: RecordedCall, scores: Readonly<Record<string, number>>) => {
    const { id } = await waiting(call);
    expect((await hearRecording(desk, call.entry, zhou)).bytes!.equals(call.sound)).toBe(true);
    const { items } = await desk.api<List<Access>>('GET', `/entries/${call.entry.id}/recordings/0/accesses`);
    expect(items.map(({ actor }) => actor.id)).toContain(zhou.id);
    return desk.api<Review>('PUT', `/entry-reviews/${id}`, { scores, note: '处理略慢' }, zhou);
  };
  await Promise.all(calls.map(waiting));
  expect(await share()).toEqual({ all: 2, reviewed: 0, overdue: 0, share: 0 });
  const first = await review(calls[0], { greeting: 100, identity: 100, solution: 60, attitude: 90 });
  expect(first).toMatchObject({ state: 'reviewed', result: 82, passed: true });
  expect(await share()).toEqual({ all: 2, reviewed: 1, overdue: 0, share: 0.5 });

  // The other one is left for a day.
  await desk.clock.advance(26 * HOUR_MS);
  const told = await desk.until(async () => {
    const { items } = await desk.api<List<NoticeSeen>>('GET', '/notices?kind=reviews_overdue', undefined, supervisor);
    return items.find(({ createdAt }) => Date.parse(createdAt) > from + 24 * HOUR_MS);
  }, 'a supervisor told of what nobody reviewed');
  expect(told.text).toMatch(/录音质检：\d+ 条逾期未评/);
  expect(await share()).toEqual({ all: 2, reviewed: 1, overdue: 1, share: 0.5 });
  const second = await review(calls[1], { greeting: 100, identity: 0, solution: 60, attitude: 90 });
  expect(second).toMatchObject({ state: 'reviewed', result: 62, passed: false });
  expect(await share()).toEqual({ all: 2, reviewed: 2, overdue: 0, share: 1 });
  show(
    'every recording waits for its review by the desk’s sheet: none of two, one, both were reviewed, by somebody who heard them, which is written down with the recording; a supervisor was told of the one that was left for a day; state and result are kept',
  );
});
