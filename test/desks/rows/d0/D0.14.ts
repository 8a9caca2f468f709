import { expect } from '@jest/globals';
import { clockWhere, hoursOf, inShanghai } from '../../desk-clocks.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D0.14', async (desk, show) => {
  const now = await desk.clock.moveTo('Tue 17:58');
  const [agent, supervisor] = [await desk.agents.get('d0.14-li'), await desk.agents.get('d0.14-wang', 'supervisor')];
  const day = inShanghai(now.toISOString()).slice(0, 10);
  const { visitor, ticket } = await desk.doors.chatWith('所有文档都打不开了！');
  const before = await clockWhere(desk, ticket, 'response', ({ target }) => target === 'chat');
  expect(inShanghai(before.dueAt).slice(11)).toBe('09:03');
  const extension = { opens: true, to: `${day}T21:00:00+08:00`, reason: '系统故障，延长至 21:00' };
  expect((await desk.ask('POST', '/hours/chat/overrides', extension, agent)).status).toBe(403);
  const made = await desk.api<{ id: string }>('POST', '/hours/chat/overrides', extension, supervisor);
  const longer = await clockWhere(desk, ticket, 'response', ({ dueAt }) => dueAt !== before.dueAt);
  expect(inShanghai(longer.dueAt)).toBe(`${day} 18:03`);
  await desk.clock.moveTo('Tue 18:30');
  const open = await desk.until(async () => {
    const seen = await hoursOf(desk, 'chat');
    return seen.changedToday && seen;
  }, 'changed hours');
  expect([open.open, inShanghai(open.closesAt)]).toEqual([true, `${day} 21:00`]);
  const notices = (await desk.api<List<{ text: string }>>('GET', '/notices?kind=hours_changed', undefined, agent)).items;
  expect(notices.some(({ text }) => text.includes('延长至 21:00'))).toBe(true);
  // He closes it again: what is written then waits for the morning.
  await desk.api('POST', '/hours/chat/overrides', { opens: false, to: `${day}T21:00:00+08:00`, reason: '已恢复' }, supervisor);
  const { visitor: second, ticket: late } = await desk.doors.chatWith('还有人吗？');
  expect(inShanghai((await clockWhere(desk, late, 'response', ({ target }) => target === 'chat')).dueAt).slice(11)).toBe('09:05');
  const kept = await desk.api<List<{ id: string; reason: string }>>('GET', '/hours/chat/overrides', undefined, agent);
  expect(kept.items.map(({ id }) => id)).toContain(made.id);
  await visitor.close();
  await second.close();
  show(
    'a supervisor (no agent) kept the chat open until 21:00: the clock moved from the morning to 18:03, visitors and agents saw it; closed again, the next one waits for the morning',
  );
});
