import { expect } from '@jest/globals';
import { listOf, messageTo, minutesAfter, newestWhere, type PageCallSeen, type PlanSeen, postAsProgram } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D4.5', async (desk, show) => {
  await desk.clock.moveTo('Tue 22:00');
  const technical = (await listOf<{ id: string; key: string }>(desk, '/groups')).find(({ key }) => key === 'technical')!;
  const began = desk.clock.now();
  const ticket = await postAsProgram(desk, 'emergency', {
    subject: 'D4.5 订单全部同步失败',
    text: '所有店铺订单都不同步，大促进行中！',
    sender: { user: 'seller-45', email: 'seller@d45.test', phone: '+8613900045000' },
  });
  await desk.mailTo('seller@d45.test', ({ raw, mail }) => `${raw}${mail.text ?? ''}`.includes(ticket.number));
  const urgent = await desk.ticketWhere(
    ticket.id,
    ({ priority, group }) => priority === 'urgent' && group === technical.id,
    'an emergency of the technical team',
  );
  expect(urgent.category).toBe('emergency');
  const clocks = await desk.until(async () => {
    const found = await listOf<{ target: string | null; dueAt: string | null }>(desk, `/tickets/${ticket.id}/clocks`);
    return found.some(({ target }) => target === 'emergency') && found;
  }, 'its clocks');
  const due = (target: string) => minutesAfter(began, clocks.find((clock) => clock.target === target)!.dueAt!);
  expect([due('emergency'), due('emergency-progress')]).toEqual([30, 120]);
  const plan = await newestWhere<PlanSeen>(desk, `/tickets/${ticket.id}/plan-runs`, () => true, 'its plan');
  expect(plan.steps.map(({ key, dueAt }) => `${key} ${minutesAfter(began, dueAt)}`)).toEqual(['contact 30', 'extent 30', 'progress 120']);

  const page = await messageTo(desk, '+8613800040001', (text) => text.includes(ticket.number), 'a page by SMS');
  expect(page).toContain('【紧急】');
  await desk.clock.advance(11 * 60_000);
  await messageTo(desk, '+8613800040002', (text) => text.includes(ticket.number), 'a page to the next one');
  const call = await newestWhere<PageCallSeen>(
    desk,
    `/tickets/${ticket.id}/page-calls`,
    ({ pages }) => pages.length === 2,
    'a call that was passed on',
  );
  expect(call.pages.map(({ state }) => state)).toEqual(['passed_on', 'sent']);
  const engineer = await desk.agents.get('d4.5-engineer');
  await desk.api('POST', `/page-calls/${call.id}/acknowledgement`, undefined, engineer);
  const taken = await newestWhere<PageCallSeen>(
    desk,
    `/tickets/${ticket.id}/page-calls`,
    ({ state }) => state === 'acknowledged',
    'a call that was taken',
  );

  await desk.clock.moveTo('Wed 11:00');
  const byDay = await postAsProgram(desk, 'emergency', { subject: 'D4.5 白天报表错误', text: '报表打不开', sender: { user: 'seller-46' } });
  await desk.ticketWhere(byDay.id, ({ group }) => group === technical.id, 'an emergency by day');
  expect(await listOf(desk, `/tickets/${byDay.id}/page-calls`)).toEqual([]);
  // Nobody contacted him in time: the engineer on duty is called, by day as well.
  await desk.clock.advance(31 * 60_000);
  await newestWhere<PageCallSeen>(desk, `/tickets/${byDay.id}/page-calls`, ({ pages }) => pages.length > 0, 'a call for the missed 30 min');
  const missed = await newestWhere<PlanSeen>(
    desk,
    `/tickets/${byDay.id}/plan-runs`,
    ({ steps }) => steps.find(({ key }) => key === 'contact')!.missedAt !== null,
    'a missed contact',
  );
  expect(missed.steps.find(({ key }) => key === 'progress')!.missedAt).toBeNull();

  const incident = await desk.api<{ id: string }>('POST', '/incidents', { ticket: ticket.id, title: '订单同步故障' });
  const { contact } = await desk.ticket(ticket.id);
  const other = await desk.api<{ contact: { id: string } }>('POST', '/tickets', {
    contact: { identity: { scheme: 'phone', value: '+8613900045001' }, displayName: 'D4.5 卖家' },
    subject: 'D4.5 以前的咨询',
    origin: 'call',
  });
  await desk.api('POST', `/incidents/${incident.id}/customers`, { contacts: [contact.id, other.contact.id] });
  await desk.api('POST', `/incidents/${incident.id}/notices`, {
    kind: 'began',
    text: { zh: '工程师正在修复。', en: 'Engineers are at work.' },
  });
  const title = (text: string) => text.includes('订单同步故障');
  await messageTo(desk, 'seller-45', title, 'a push to the app');

  await messageTo(desk, '+8613900045000', title, 'a text message to the same customer');
  await desk.mailTo('seller@d45.test', ({ mail: { text = '' } }) => title(text));
  await messageTo(desk, '+8613900045001', title, 'a text message to one who has no app');
  show(
    `the button at 22:00 went straight to the technical team, its number told by mail, first answer due in 30 min, progress in 2 h; the engineer on duty was paged by SMS, after 10 min the next, and ${taken.acknowledgedBy} took it; by day nobody is paged until the 30 min are missed, then he is; the incident reached one customer by app push, SMS and mail, another by SMS`,
  );
});
