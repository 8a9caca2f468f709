import { expect } from '@jest/globals';
import { listOf, newestWhere, type NoticeSeen } from '../../emergency-views.js';
import { row } from '../../row.js';

interface Alarm {
  readonly channel: string;
  readonly lack: string;
  readonly detail: string;
  readonly endedAt: string | null;
}

export default row('D2.14', async (desk, show) => {
  await desk.clock.moveTo('Thu 10:00');
  const agent = await desk.agents.get('d2.14-li');
  await desk.api('PUT', `/groups/first-line/members/${agent.id}`);
  const alarm = (channel: string, lack: string, over: boolean) =>
    newestWhere<Alarm>(
      desk,
      '/channel-alarms',
      (each) => each.channel === channel && each.lack === lack && (each.endedAt !== null) === over,
      `${channel} ${lack} ${over ? 'over' : 'raised'}`,
    );
  const presence = (state: string) => desk.api('PUT', '/agents/me/presence', { state }, agent);

  await presence('online');
  await desk.clock.advance(60_000);
  await presence('offline');
  await desk.clock.advance(60_000);
  await desk.clock.advance(6 * 60_000);
  const nobody = await alarm('chat', 'people', false);
  expect(nobody.detail).toContain('first-line');
  await newestWhere<NoticeSeen>(desk, '/notices?kind=channel_alarm', ({ text }) => text.includes('在线支持'), 'an alarm to supervisors');
  await presence('online');
  await desk.clock.advance(60_000);
  await alarm('chat', 'people', true);

  const { account, tokens } = desk.official;
  const secret = account.appSecret;
  Object.assign(account, { appSecret: 'changed-by-somebody' });
  tokens.void();
  await desk.official.text('open-d214', 'D2.14 在吗？');
  const ticket = await desk.ticketLike('D2.14');
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '您好，请讲。' }, agent);
  await desk.until(
    async () =>
      (await listOf<{ id: string; state: string }>(desk, '/inboxes')).find(({ id, state }) => id === 'social' && state !== 'connected'),
    'an inbox without connection',
  );
  await presence('online');
  await desk.clock.advance(60_000);
  await desk.clock.advance(6 * 60_000);
  const away = await alarm('social', 'connection', false);
  expect(away.detail).toContain('social');
  Object.assign(account, { appSecret: secret });
  expect((await listOf<Alarm>(desk, '/channel-alarms?state=open')).map(({ channel }) => channel)).not.toContain('phone');
  show(
    `five minutes after the last person left, chat raised an alarm (${nobody.detail}) and took it back when she returned; the Official Account without credentials raised one too (${away.detail}); phone and email, connected, none`,
  );
});
