import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { listOf, newestWhere, type NoticeSeen } from '../../emergency-views.js';
import { writeToOfficial } from '../../entry-doors.js';
import { row } from '../../row.js';

interface Alarm {
  readonly channel: string;
  readonly lack: string;
  readonly detail: string;
  readonly endedAt: string | null;
}

/** As supervisors know them. */
const CHANNELS = [
  ['chat', '在线支持'],
  ['phone', '热线'],
  ['email', '邮件'],
  ['social', '公众号'],
] as const;

export default row('D2.14', async (desk, show) => {
  await desk.clock.moveTo('Thu 10:00');
  const agent = await desk.agents.get('d2.14-li');
  await desk.api('PUT', `/groups/first-line/members/${agent.id}`);
  /** A minute at a time, for the watch looks twice a minute. */
  const alarm = async (channel: string, lack: string, over: boolean): Promise<Alarm> => {
    for (let minutes = 0; minutes < 10; minutes += 1) {
      const found = (await listOf<Alarm>(desk, '/channel-alarms')).find(
        (each) => each.channel === channel && each.lack === lack && (each.endedAt !== null) === over,
      );
      if (found !== undefined) return found;
      await desk.clock.advance(60_000);
      await sleep(700);
    }
    throw new Error(`${channel} ${lack} was not ${over ? 'over' : 'raised'}`);
  };
  const presence = (state: string) => desk.api('PUT', '/agents/me/presence', { state }, agent);

  const told = (name: string) =>
    newestWhere<NoticeSeen>(desk, '/notices?kind=channel_alarm', ({ text }) => text.includes(name), `an alarm of ${name} to supervisors`);

  await presence('online');
  await presence('offline');
  const details: string[] = [];
  for (const [channel, name] of CHANNELS) {
    const nobody = await alarm(channel, 'people', false);
    expect(nobody.detail).toMatch(/^0 of 1 at work \(first-line\b/);
    details.push(`${name}: ${nobody.detail}`);
    await told(`${name} has too few people`);
  }
  await presence('online');
  for (const [channel] of CHANNELS) await alarm(channel, 'people', true);

  // Somebody changed the account's secret: what is to be sent to a follower tells of it.
  const { tokens } = desk.official;
  tokens.secretChanged = true;
  tokens.void();
  const follower = await writeToOfficial(desk, 'social', 'oD214Follower', 'D2.14 有人吗？');
  await desk.api('POST', `/tickets/${follower.id}/replies`, { text: '您好，请讲。' }, agent);
  const cut = await alarm('social', 'connection', false);
  expect(cut.detail).toContain('social: ');
  await told('公众号 has no connection');
  tokens.secretChanged = false;
  await alarm('social', 'connection', true);
  await desk.until(
    () => Promise.resolve(desk.official.desk.arrived.some(({ text }) => text === '您好，请讲。')),
    'what waited for the connection',
  );

  // The outgoing mail server lets nobody in.
  const mail = await desk.doors.mail({ from: 'd2.14@customer.test', to: 'support@levels.example', subject: 'D2.14', text: '断网了' });
  desk.customers.close(true);
  await desk.api('POST', `/tickets/${mail.id}/replies`, { text: '请检查网线。' }, agent);
  const refused = await alarm('email', 'connection', false);
  expect(refused.detail).toMatch(/support: (?:degraded|bad_credentials)/);
  await told('邮件 has no connection');
  desk.customers.close(false);
  await alarm('email', 'connection', true);
  await desk.mailTo('d2.14@customer.test', ({ mail: { text = '' } }) => text.includes('请检查网线'));

  const inboxes = await listOf<{ id: string; state: string }>(desk, '/inboxes');
  const connected = ['hotline', 'support', 'vip', 'chat', 'social'].filter(
    (id) => inboxes.find((each) => each.id === id)?.state === 'connected',
  );
  expect(connected).toEqual(['hotline', 'support', 'vip', 'chat', 'social']);
  expect((await listOf<Alarm>(desk, '/channel-alarms?state=open')).filter(({ lack }) => lack === 'connection')).toEqual([]);
  show(
    `phone, email, chat and social media are connected and watched; five minutes after the last person of the first line left, each raised an alarm to supervisors (${details.join('; ')}) and took it back when she returned; the 公众号 (${cut.detail}) and mail (${refused.detail}) without their connection did so too, until it was there again and what had waited went out`,
  );
});
