import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Ticket {
  readonly id: string;
  readonly contact: { readonly identities: readonly { readonly scheme: string; readonly value: string }[] };
}

export default row('D3.23', async (desk, show) => {
  const now = () => desk.clock.now().toISOString();
  const ticketOf = (value: string) =>
    desk.until(
      async () =>
        (await desk.api<{ items: Ticket[] }>('GET', '/tickets?channel=phone')).items.find(({ contact }) =>
          contact.identities.some((each) => each.value === value),
        ),
      `the call of ${value}`,
    );
  const call = {
    direction: 'inbound',
    callee: '+86 400 800 3456',
    startedAt: now(),
    answeredAt: now(),
    endedAt: now(),
    outcome: 'answered',
  };
  // From abroad, and from China as a caller there would write it.
  expect(await desk.doors.hook('hotline', { ...call, callId: 'd3.23-1', caller: '+49 30 1234567' })).toBeLessThan(300);
  expect(await desk.doors.hook('hotline', { ...call, callId: 'd3.23-2', caller: '13900000323' })).toBeLessThan(300);
  await ticketOf('+49301234567');
  await ticketOf('+8613900000323');
  expect(await desk.doors.hook('hotline', { ...call, callId: 'd3.23-3', caller: '+14155550123', video: true })).toBeLessThan(300);
  const [entry] = await desk.entries(await ticketOf('+14155550123'));
  expect(entry?.parts[0]?.type).toBe('call');
  expect(entry?.plainText).toContain('视频通话');
  show('calls from abroad and from +86 numbers come as one number each, and a video call from the site is a call entry that says so');
});
