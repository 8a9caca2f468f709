import { expect } from '@jest/globals';
import { inShanghai } from '../../desk-clocks.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D2.9', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const [owner, supervisor] = [await desk.agents.get('d2.9-owner'), await desk.agents.get('d2.9-chief', 'supervisor')];
  const write = (from: string) =>
    desk.doors.mail({ from, to: 'support@levels.example', subject: `Fault of ${from}`, text: 'E-4711 on the display.' });
  const [left, seen] = [await write('left@d29.test'), await write('seen@d29.test')];

  const contact = `/contacts/${left.contact.id}`;
  const person = {
    department: '运维部',
    company: '东方制造',
    phone: '021-5555 0209',
    email: 'chen@dongfang.test',
    postalAddress: '上海市浦东新区 1 号',
  };
  await desk.api('PATCH', contact, { displayName: '陈工', ...person }, owner);
  const kept = await desk.api<{ displayName: string; profile: Record<string, unknown>; identities: { value: string }[] }>(
    'GET',
    contact,
    undefined,
    owner,
  );
  expect([kept.displayName, kept.identities[0]!.value]).toEqual(['陈工', 'left@d29.test']);
  expect(kept.profile).toMatchObject(person);
  const product = { name: 'Gateway', model: 'GW-200', version: '3.1', boughtOn: '2025-06-01' };
  await desk.api('PUT', `${contact}/products`, { products: [product] }, owner);
  // Beside the ticket, for whoever opens it.
  const { products } = await desk.api<{ products: object[] }>('GET', `/tickets/${left.id}/purchases`, undefined, owner);
  expect(products).toMatchObject([product]);

  const made = {
    way: '电话',
    reached: false,
    at: new Date(desk.clock.now().getTime() - 60_000).toISOString(),
    content: '询问故障现象',
    result: '无人接听',
    errorText: 'E-4711',
  };
  await desk.api('POST', `/tickets/${left.id}/contact-records`, made, owner);
  const record = (await desk.entries(left)).find(({ parts }) => parts.some(({ code }) => code === 'contact.made'))!;
  expect(record.parts[0]!.data).toMatchObject({
    way: '电话',
    reached: false,
    content: '询问故障现象',
    result: '无人接听',
    errorText: 'E-4711',
  });
  expect(record.plainText).toContain(inShanghai(made.at));

  for (const { id } of [left, seen]) await desk.api('PATCH', `/tickets/${id}`, { assignee: owner.id });
  await desk.api('POST', `/tickets/${seen.id}/seen`, {}, owner);
  const told = async (as: typeof owner, kind: string) =>
    (await desk.api<List<{ ticketId: string }>>('GET', `/notices?kind=${kind}`, undefined, as)).items.map(({ ticketId }) => ticketId);
  await desk.clock.moveTo('Tue 12:05');
  await desk.until(async () => (await told(owner, 'ticket_not_looked_at')).includes(left.id), 'a reminder to the owner');
  expect(await told(owner, 'ticket_not_looked_at')).not.toContain(seen.id);
  expect(await told(supervisor, 'ticket_still_not_looked_at')).not.toContain(left.id);
  await desk.clock.moveTo('Tue 14:05');
  await desk.until(async () => (await told(supervisor, 'ticket_still_not_looked_at')).includes(left.id), 'the supervisor is told');
  expect(await told(supervisor, 'ticket_still_not_looked_at')).not.toContain(seen.id);
  show(
    'name, department, phone, mail and address of a contact and his product’s name, model, version and day are kept, a call is in the thread with its minute, content, result and error; of two tickets the owner was reminded of the one nobody looked at after 2 working hours, the supervisor after 4',
  );
});
