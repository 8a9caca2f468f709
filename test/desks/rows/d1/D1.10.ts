import { expect } from '@jest/globals';
import { clocksOf, clockWhere } from '../../desk-clocks.js';
import { row } from '../../row.js';

export default row('D1.10', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const agent = await desk.agents.get('d1.10-zhao');
  const write = (from: string) => desk.doors.mail({ from, to: 'service@b2b.example', subject: `Trouble of ${from}`, text: 'It is down.' });
  const [rung, answered] = [await write('rung@d110.test'), await write('answered@d110.test')];
  await desk.mailTo('rung@d110.test');
  await desk.mailTo('answered@d110.test');
  await clockWhere(desk, rung, 'response');
  const contact = (reached: boolean) => ({
    way: '电话',
    reached,
    content: reached ? '已与客户确认影响范围' : '无人接听',
    result: reached ? '客户重启设备' : undefined,
  });
  await desk.api('POST', `/tickets/${rung.id}/contact-records`, contact(false), agent);
  await desk.api('POST', `/tickets/${rung.id}/notes`, { text: 'I try again later.' }, agent);
  // Enough for what follows tickets to have seen all of it.
  await clockWhere(desk, answered, 'response');
  expect((await clocksOf(desk, rung)).filter(({ kind }) => kind === 'response').map(({ state }) => state)).toEqual(['running']);
  await desk.clock.advance(20 * 60_000);
  const call = await desk.api<{ id: string }>('POST', `/tickets/${rung.id}/contact-records`, contact(true), agent);
  expect((await clockWhere(desk, rung, 'response', ({ state }) => state === 'met')).metBy).toBe(call.id);
  const reply = await desk.api<{ id: string }>('POST', `/tickets/${answered.id}/replies`, { text: '我们正在处理。' }, agent);
  expect((await clockWhere(desk, answered, 'response', ({ state }) => state === 'met')).metBy).toBe(reply.id);
  show(
    'an acknowledgement, a note and a call that nobody took left the response clock running; a call that reached the customer stopped it, and so did an answer',
  );
});
