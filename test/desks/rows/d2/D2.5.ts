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
  const ticket = await desk.until(
    async () =>
      (
        await desk.api<{ items: { id: string; channels: string[]; contact: { identities: { value: string }[] } }[] }>(
          'GET',
          '/tickets?channel=phone',
        )
      ).items.find(({ contact }) => contact.identities.some(({ value }) => value === caller)),
    'the ticket of the call',
  );
  const scripts = await desk.api<{ items: Template[] }>('GET', `/tickets/${ticket.id}/templates?kind=script`, undefined, wang);
  expect(scripts.items[0]?.text).toContain('技术支持，工号 d2.5-wang，很高兴为您服务');
  expect(scripts.items[0]?.keyPoints).toEqual(['caller', 'phone', 'problem', 'steps']);
  const record = (points: object) => desk.api<{ points: object }>('POST', `/tickets/${ticket.id}/call-points`, { points }, wang);
  await record({ caller: '赵敏', phone: caller });
  const { points } = await record({ problem: '网关每十分钟断线', steps: '重启过两次' });
  expect(points).toEqual({ caller: '赵敏', phone: caller, problem: '网关每十分钟断线', steps: '重启过两次' });
  const notes = (await desk.entries(ticket)).filter(({ direction }) => direction === 'note').map(({ plainText }) => plainText);
  expect(notes.join('\n')).toContain('problem: 网关每十分钟断线');
  show(
    'while the call goes on the standard greeting is shown with the agent’s name, and caller, number, problem and steps are recorded on his ticket',
  );
});
