import { expect } from '@jest/globals';
import { clockWhere, clocksOf } from '../../desk-clocks.js';
import { listOf, messageTo, minutesAfter, newestWhere, type PageCallSeen, type PlanSeen } from '../../emergency-views.js';
import { row } from '../../row.js';

/** The bot files it too: in the middle of a talk, out of hours. */
export default row('D4.5', async (desk, show) => {
  await desk.clock.moveTo('Tue 22:00');
  const { visitor, ticket } = await desk.doors.chatWith('你好，今天天气不错 d4.5');
  await visitor.until(() => visitor.lines.some(({ from }) => from === 'bot'), 'an answer of the bot');
  await desk.clock.advance(4 * 60_000);
  await clockWhere(desk, ticket, 'response', ({ state }) => state === 'paused');
  expect(await listOf(desk, `/tickets/${ticket.id}/page-calls`)).toEqual([]);

  const filed = desk.clock.now();
  await visitor.say('紧急故障');
  await visitor.until(() => visitor.texts().some((text) => text?.includes('技术团队将在 30 分钟内回复')), 'what an emergency is told');
  const technical = (await listOf<{ id: string; key: string }>(desk, '/groups')).find(({ key }) => key === 'technical')!;
  await desk.ticketWhere(
    ticket.id,
    ({ priority, group, tags }) => priority === 'urgent' && group === technical.id && (tags as string[]).includes('emergency'),
    'an emergency of the technical team',
  );
  const page = await messageTo(desk, '+8613800040001', (text) => text.includes(ticket.number), 'a page by SMS');
  expect(page).toContain('【紧急】');
  const plan = await newestWhere<PlanSeen>(desk, `/tickets/${ticket.id}/plan-runs`, () => true, 'its plan');
  expect(plan.steps.map(({ key, dueAt }) => `${key} ${minutesAfter(filed, dueAt)}`)).toEqual(['contact 30', 'extent 30', 'progress 120']);
  const response = await clockWhere(desk, ticket, 'response', ({ target, dueAt }) => target === 'emergency' && dueAt !== null);
  const progress = (await clocksOf(desk, ticket)).find(({ kind }) => kind === 'progress')!;
  expect([minutesAfter(filed, response.dueAt!), progress.target, minutesAfter(new Date(progress.startedAt), progress.dueAt!)]).toEqual([
    ...[30, 'emergency-progress', 120],
  ]);
  const runs = (await listOf<{ rule: string }>(desk, `/tickets/${ticket.id}/rule-runs`)).map(({ rule }) => rule);
  expect(runs.filter((rule) => rule.startsWith('emergency')).sort()).toEqual(['emergency', 'emergency-at-night']);
  // What is said of it later calls nobody again.
  await visitor.say('紧急故障，还在吗');
  const agent = await desk.agents.get('d4.5-night');
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '我们正在处理。' }, agent);
  await clockWhere(desk, ticket, 'response', ({ state, breachedAt }) => state === 'met' && breachedAt === null);
  expect(await listOf<PageCallSeen>(desk, `/tickets/${ticket.id}/page-calls`)).toHaveLength(1);
  await visitor.close();
  show(
    'after four minutes of small talk at 22:00 the words 紧急故障 made the chat an emergency of the technical team: first answer due 30 min after them, progress in 2 h, the plan’s contact in 30 min, the engineer on duty paged by SMS, once',
  );
});
