import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Template {
  readonly key: string;
  readonly text: string;
  readonly keyPoints: readonly string[];
}

export default row('D2.5', async (desk, show) => {
  const wang = await desk.agents.get('d2.5-wang');
  const caller = '+8613900000205';
  const call = { callId: 'd2.5-1', direction: 'inbound', caller, callee: '4008009012', startedAt: desk.clock.now().toISOString() };
  expect(await desk.doors.hook('hotline', { ...call, answeredAt: desk.clock.now().toISOString() })).toBeLessThan(300);
  const ticket = await desk.ticketOf(call.callId);
  const scripts = await desk.api<{ items: Template[] }>('GET', `/tickets/${ticket.id}/templates?kind=script`, undefined, wang);
  expect(scripts.items[0]?.text).toContain('技术支持，工号 d2.5-wang，很高兴为您服务');
  expect(scripts.items[0]?.keyPoints).toEqual(['caller', 'phone', 'problem', 'steps']);
  const record = (points: object) => desk.api<{ points: object }>('POST', `/tickets/${ticket.id}/call-points`, { points }, wang);
  await record({ caller: '赵敏', phone: '010-6555 0205' });
  const { points } = await record({ problem: '网关每十分钟断线', steps: '重启过两次' });
  expect(points).toEqual({ caller: '赵敏', phone: '010-6555 0205', problem: '网关每十分钟断线', steps: '重启过两次' });
  const notes = (await desk.entries(ticket)).filter(({ direction }) => direction === 'note').map(({ plainText }) => plainText);
  expect(notes.join('\n')).toContain('problem: 网关每十分钟断线');
  await expect(record({ caller: '赵'.repeat(300) })).rejects.toThrow(/point_too_long/);
  // What she said is what the desk knows of her, on this call and by the next.
  const known = await desk.api<{ displayName: string; profile: { phone: string } }>(
    'GET',
    `/contacts/${ticket.contact.id}`,
    undefined,
    wang,
  );
  expect([known.displayName, known.profile.phone]).toEqual(['赵敏', '010-6555 0205']);
  expect(await desk.doors.hook('hotline', { ...call, callId: 'd2.5-2', startedAt: desk.clock.now().toISOString() })).toBeLessThan(300);
  const next = await desk.ticketOf('d2.5-2');
  expect([next.id === ticket.id, next.contact]).toEqual([false, expect.objectContaining({ id: ticket.contact.id, displayName: '赵敏' })]);
  show(
    'while the call goes on the standard greeting is shown with the agent’s name, and caller, number, problem and steps are recorded on her ticket; name and number are kept with the contact, and the next call shows her name',
  );
});
