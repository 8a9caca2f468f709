import { expect } from '@jest/globals';
import type { List, Ticket } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D1.4', async (desk, show) => {
  const numbers: string[] = [];
  for (const name of ['一', '二']) {
    const { visitor, ticket } = await desk.doors.chatWith(`你好，我是第${name}位 d1.4`);
    numbers.push(ticket.number);
    await visitor.until(() => visitor.lines.some(({ text }) => text?.includes(ticket.number) === true), 'the number in the chat');
    const page = visitor.lines.flatMap(({ text }) => /http\S+\/progress\/[\w-]+/.exec(text ?? '') ?? [])[0]!;
    expect((await fetch(page)).headers.get('content-type')).toContain('text/html');
    // What its page asks.
    const link = page.replace('/help/progress/', '/api/v1/progress/');
    const { number, status } = (await (await fetch(link)).json()) as { number: string; status: string };
    expect([number, status]).toEqual([ticket.number, 'new']);
    expect((await fetch(link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
    visitor.cut();
  }
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(desk.clock.now()).replaceAll('-', '');
  for (const number of numbers) expect(number).toMatch(new RegExp(`^${day}-ONL-\\d{3}$`));
  const [first, second] = numbers.map((number) => Number(number.slice(-3)));
  expect(second).toBe(first! + 1);

  const caller = '+8613800138104';
  const call = { callId: 'd1.4-call', caller, callee: '4008005678', direction: 'inbound', outcome: 'answered' };
  const at = desk.clock.now().getTime();
  const times = { startedAt: new Date(at - 60_000), answeredAt: new Date(at - 50_000), endedAt: new Date(at) };
  expect(await desk.doors.hook('hotline', { ...call, ...times })).toBeLessThan(300);
  const said = await desk.until(() => Promise.resolve(desk.messages.said.find(({ to }) => to === caller)), 'a text message to the caller');
  const number = /\d{8}-TEL-\d{3}/.exec(said.text)![0];
  const later = await desk.api<List<Ticket>>('GET', `/tickets?q=${number}`);
  expect(later.items.map((ticket) => ticket.number)).toEqual([number]);
  expect((await desk.ticket(number)).numberTold).not.toBeNull();
  show(
    `numbers ${numbers.join(', ')} run in one series a day and channel and are told in the chat at once; the caller was told ${number} by text message, and it finds the ticket later; the link beside it says at any time how it stands`,
  );
});
