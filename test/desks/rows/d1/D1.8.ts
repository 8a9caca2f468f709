import { expect } from '@jest/globals';
import { automaticNumber, callIt, caseWhere, closingWhere, tasksOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';

const ARCHIVE = { process: '核实配置，重置许可', solution: '重置许可证缓存', newProblem: true };
const DAY = 86_400_000;
const MINUTE = 60_000;

export default row('D1.8', async (desk, show) => {
  const open = async (name: string, category: string) => {
    const customer = new Writer(desk, `d1.8-${name}@customer.test`, 'service@b2b.example');
    const ticket = await customer.open(`许可问题 ${name}`, '许可证提示过期。');
    await callIt(desk, ticket, category);
    return { customer, ticket, subject: `许可问题 ${name}` };
  };
  // Two working days and a weekend lie before the next Tuesday.
  const thursday = await desk.clock.moveTo('Thu 10:00');
  const sure = await open('sure', 'complaint');
  await expect(desk.api('PATCH', `/tickets/${sure.ticket.id}`, { status: 'closed' })).rejects.toThrow(/archive_missing/);
  await desk.api('PATCH', `/tickets/${sure.ticket.id}`, { status: 'solved' });
  const question = await desk.mailTo(sure.customer.address, ({ mail }) => /是否已解决？还有其他需要帮助的吗？/.test(mail.text ?? ''));
  expect(question.mail.text).toContain(sure.ticket.number);
  await sure.customer.answer(sure.subject, '2');
  await closingWhere(desk, sure.ticket, ({ state }) => state === 'not_solved', 'not solved');
  expect((await desk.ticket(sure.ticket.id)).status).toBe('open');
  await desk.api('PATCH', `/tickets/${sure.ticket.id}`, { status: 'solved' });
  await automaticNumber(desk, sure.ticket, 'closing_question', 2);
  await sure.customer.answer(sure.subject, '已解决，没有其他问题，谢谢');
  await closingWhere(desk, sure.ticket, ({ state }) => state === 'solved', 'confirmed');
  expect((await desk.ticket(sure.ticket.id)).status).not.toBe('closed');
  await desk.api('PUT', `/tickets/${sure.ticket.id}/archive`, ARCHIVE);
  const closed = await closingWhere(
    desk,
    sure.ticket,
    ({ archive, followUps }) => archive.archivedAt !== null && followUps.length > 0,
    'archived',
  );
  expect([(await desk.ticket(sure.ticket.id)).status, closed.archive.feedback]).toEqual(['closed', '已解决，没有其他问题，谢谢']);
  const draft = await desk.api<{ state: string; content: { texts: Record<string, { body: string }> } }>(
    'GET',
    `/knowledge/articles/${closed.archive.draft}`,
  );
  expect(draft.state).toBe('draft');
  expect(JSON.stringify(draft.content.texts)).toContain(ARCHIVE.solution);
  const call = closed.followUps.find(({ rule }) => rule === 'complaint')!;
  const tuesday = thursday.getTime() + 5 * DAY;
  expect(Date.parse(call.dueAt)).toBeGreaterThanOrEqual(tuesday);
  expect(Date.parse(call.dueAt)).toBeLessThan(tuesday + 5 * MINUTE);
  expect((await tasksOf(desk, sure.ticket)).filter(({ kind }) => kind === 'follow_up').length).toBeGreaterThan(0);

  const quiet = await open('quiet', 'inquiry');
  const path = `/tickets/${quiet.ticket.id}`;
  await expect(desk.api('PUT', `${path}/archive`, { article: 'license-cash' })).rejects.toThrow(/404.*article_unknown/);
  const full = { ...ARCHIVE, newProblem: false, feedback: '未回复', article: 'login-error-500' };
  const { archive } = await desk.api<{ archive: { article: string } }>('PUT', `${path}/archive`, full);
  const opened = await desk.api<{ key: string }>('GET', `/knowledge/articles/${archive.article}`);
  expect(opened.key).toBe('login-error-500');
  const uses = await desk.api<{ items: { articleId: string; how: string }[] }>('GET', `${path}/articles`);
  expect(uses.items).toEqual([expect.objectContaining({ articleId: archive.article, how: 'linked' })]);
  await expect(desk.api('PATCH', path, { status: 'closed' })).rejects.toThrow(/409.*closing_unasked/);
  await desk.api('PATCH', `/tickets/${quiet.ticket.id}`, { status: 'solved' });
  await automaticNumber(desk, quiet.ticket, 'closing_question', 1);
  await desk.clock.advance(3 * DAY + MINUTE);
  await closingWhere(desk, quiet.ticket, ({ state }) => state === 'silent', 'closed by silence');
  await desk.mailTo(quiet.customer.address, ({ mail }) => /因未收到您的回复/.test(mail.text ?? ''));
  await desk.ticketWhere(quiet.ticket.id, ({ status }) => status === 'closed', 'closed');
  await quiet.customer.answer(quiet.subject, '又出现了同样的提示');
  await desk.ticketWhere(quiet.ticket.id, ({ status }) => status === 'open', 'open again');

  const more = await open('more', 'inquiry');
  await desk.api('PATCH', `/tickets/${more.ticket.id}`, { status: 'solved' });
  await automaticNumber(desk, more.ticket, 'closing_question', 1);
  await more.customer.answer(more.subject, '3');
  await closingWhere(desk, more.ticket, ({ state }) => state === 'more', 'solved, and something new');
  await desk.ticketWhere(more.ticket.id, ({ status }) => status === 'open', 'open for what is new');
  await desk.clock.moveTo('Tue 10:30');
  await closingWhere(
    desk,
    sure.ticket,
    ({ followUps }) => followUps.some(({ rule, missedAt }) => rule === 'complaint' && missedAt !== null),
    'the call is overdue',
  );
  await caseWhere(desk, sure.ticket, ({ requestType }) => requestType === 'complaint', 'still a complaint');
  show(
    'two questions before closing, and none closes unasked; not solved, or something more, goes on, confirmed closes once process, solution, feedback and article are there, silence closes after 3 days and is told, a reply opens again; a new problem became a draft that says its solution, a known one is linked with its article; the complaint is rung within 3 working days (Thursday to Tuesday)',
  );
});
