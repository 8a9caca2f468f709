import { expect } from '@jest/globals';
import { automaticNumber, callIt, caseWhere, closingWhere, tasksOf, Writer } from '../../case-views.js';
import { row } from '../../row.js';

const ARCHIVE = { process: '核实配置，重置许可', solution: '重置许可证缓存', newProblem: true };

export default row('D1.8', async (desk, show) => {
  const open = async (name: string, category: string) => {
    const customer = new Writer(desk, `d1.8-${name}@customer.test`, 'service@b2b.example');
    const ticket = await customer.open(`许可问题 ${name}`, '许可证提示过期。');
    await callIt(desk, ticket, category);
    return { customer, ticket, subject: `许可问题 ${name}` };
  };
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
  expect(closed.archive.draft).not.toBeNull();
  expect(closed.followUps.map(({ rule }) => rule)).toContain('complaint');
  expect((await tasksOf(desk, sure.ticket)).filter(({ kind }) => kind === 'follow_up').length).toBeGreaterThan(0);

  const quiet = await open('quiet', 'inquiry');
  await desk.api('PUT', `/tickets/${quiet.ticket.id}/archive`, { ...ARCHIVE, newProblem: false, article: 'license-cache' });
  await desk.api('PATCH', `/tickets/${quiet.ticket.id}`, { status: 'solved' });
  await automaticNumber(desk, quiet.ticket, 'closing_question', 1);
  await desk.clock.advance(3 * 86_400_000 + 60_000);
  await closingWhere(desk, quiet.ticket, ({ state }) => state === 'silent', 'closed by silence');
  await desk.mailTo(quiet.customer.address, ({ mail }) => /因未收到您的回复/.test(mail.text ?? ''));
  await desk.ticketWhere(quiet.ticket.id, ({ status }) => status === 'closed', 'closed');
  await quiet.customer.answer(quiet.subject, '又出现了同样的提示');
  await desk.ticketWhere(quiet.ticket.id, ({ status }) => status === 'open', 'open again');
  await desk.clock.moveTo('Fri 10:00');
  await closingWhere(
    desk,
    sure.ticket,
    ({ followUps }) => followUps.some(({ rule, missedAt }) => rule === 'complaint' && missedAt !== null),
    'the call is overdue',
  );
  await caseWhere(desk, sure.ticket, ({ requestType }) => requestType === 'complaint', 'still a complaint');
  show(
    'two questions before closing; not solved goes on, confirmed closes once process, solution, feedback and article are there, silence closes after 3 days and is told, a reply opens again; a new problem became a draft; the complaint is rung within 3 working days',
  );
});
