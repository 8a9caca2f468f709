import { expect } from '@jest/globals';
import { callIn, clockWhere } from '../../desk-clocks.js';
import { answer, lineWith } from '../../desk-feedback.js';
import type { List } from '../../desk-views.js';
import { type CompensationSeen, newestWhere, type NoticeSeen } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D3.12', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const supervisor = await desk.agents.get('d3.12-chief', 'supervisor');
  const post = await desk.doors.hook('posts', {
    title: 'D3.12 抽卡',
    text: '垃圾游戏，充值不到账，差评！',
    url: 'https://weibo.example/d312',
    author: 'player312',
  });
  expect(post).toBeLessThan(300);
  const negative = await desk.ticketLike('D3.12 抽卡');
  await desk.ticketWhere(
    negative.id,
    ({ priority, tags }) => priority === 'urgent' && tags.includes('negative-post'),
    'a negative post that is urgent',
  );
  const clock = await newestWhere<{ kind: string; target: string | null; startedAt: string; dueAt: string | null }>(
    desk,
    `/tickets/${negative.id}/clocks`,
    ({ target }) => target === 'public-posts',
    'its clock',
  );
  expect((Date.parse(clock.dueAt!) - Date.parse(clock.startedAt)) / 60_000).toBe(120);
  const told = (words: string) =>
    newestWhere<NoticeSeen>(desk, `/notices?ticket=${negative.id}`, ({ text }) => text.includes(words), words);
  await told('两小时内处理');
  await desk.clock.advance(91 * 60_000);
  await told('30 分钟到期');

  const proposedOn = (id: string) =>
    newestWhere<CompensationSeen>(
      desk,
      `/tickets/${id}/compensations`,
      ({ policy }) => policy === 'missed-target',
      'a compensation for a target that was missed',
    );
  const { visitor, ticket } = await desk.doors.chatWith('D3.12 皮肤没有到账', 'chat', { language: 'zh' } as never);
  await desk.clock.advance(6 * 60_000);
  const proposed = await proposedOn(ticket.id);
  expect([proposed.amount, proposed.unit, proposed.state]).toEqual([100, '钻石', 'proposed']);
  expect(JSON.stringify(visitor.lines)).not.toContain('钻石');
  const decided = await desk.api<CompensationSeen>('POST', `/compensations/${proposed.id}/decision`, { decision: 'approve' }, supervisor);
  expect(decided.state).toBe('approved');
  await lineWith(visitor, `未能在承诺时间内为您处理（${ticket.number}），深表歉意。补偿 100 钻石 已发放`);

  const agent = await desk.agents.get('d3.12-zhen');
  const { visitor: second, ticket: waits } = await desk.doors.chatWith('D3.12 活动几点开始', 'chat');
  await answer(desk, waits, '今晚八点。', agent);
  await second.say('在哪里报名？');
  await clockWhere(desk, waits, 'nextResponse', ({ state }) => state === 'running');
  await desk.clock.advance(6 * 60_000);
  expect((await proposedOn(waits.id)).state).toBe('proposed');
  await callIn(desk, { id: 'd3.12-slow', caller: '+8613800031209', queued: 2, answered: 20, ended: 60 });
  expect((await proposedOn((await desk.ticketOf('d3.12-slow')).id)).state).toBe('proposed');
  await callIn(desk, { id: 'd3.12-in-time', caller: '+8613800031210', queued: 2, answered: 8, ended: 60 });
  const quick = await desk.ticketOf('d3.12-in-time');
  await clockWhere(desk, quick, 'pickup', ({ state }) => state === 'met');
  expect((await desk.api<List<CompensationSeen>>('GET', `/tickets/${quick.id}/compensations`)).items).toEqual([]);
  await Promise.all([visitor.close(), second.close()]);
  show(
    'a negative post is urgent, due in 2 h, told at once and again after 90 min; a chat that was answered too late has 100 钻石 proposed by the standard, approved by a supervisor and told in the chat; so has a second question that waited too long, and a call that was taken after 20 s',
  );
});
