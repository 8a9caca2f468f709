import { expect } from '@jest/globals';
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

  const { ticket } = await desk.doors.chatWith('D3.12 皮肤没有到账', 'chat', { language: 'zh' } as never);
  await desk.clock.advance(6 * 60_000);
  const proposed = await newestWhere<CompensationSeen>(
    desk,
    `/tickets/${ticket.id}/compensations`,
    ({ policy }) => policy === 'missed-target',
    'a compensation for a target that was missed',
  );
  expect([proposed.amount, proposed.unit, proposed.state]).toEqual([100, '钻石', 'proposed']);
  const decided = await desk.api<CompensationSeen>('POST', `/compensations/${proposed.id}/decision`, { decision: 'approve' }, supervisor);
  expect(decided.state).toBe('approved');
  show(
    'a negative post is urgent, due in 2 h, told at once and again after 90 min; a chat that was answered too late has 100 钻石 proposed by the standard and approved by a supervisor',
  );
});
