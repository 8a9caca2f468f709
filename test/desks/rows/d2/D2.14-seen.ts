import { setTimeout as sleep } from 'node:timers/promises';
import { seen } from '../../row.js';

export default seen('D2.14', async (desk, show) => {
  await desk.clock.moveTo('Thu 14:00');
  const [agent, chief] = [await desk.agents.get('d2.14-seen'), await desk.agents.get('d2.14-chief', 'supervisor')];
  await desk.api('PUT', `/groups/first-line/members/${agent.id}`);
  const presence = (state: string) => desk.api('PUT', '/agents/me/presence', { state }, agent);
  await presence('online');
  await presence('offline');
  await desk.clock.advance(5 * 60_000);
  const page = await desk.screens.console(chief, '/wall');
  const alarms = page.locator('section', { has: page.getByRole('heading', { name: '渠道告警' }) });
  const names = ['在线支持', '热线', '邮件', '公众号'];
  // A minute at a time, for the watch looks twice a minute.
  const until = async (isSo: () => Promise<boolean>) => {
    for (let looks = 0; looks < 40 && !(await isSo()); looks += 1) {
      if (looks % 4 === 0) await desk.clock.advance(60_000);
      await sleep(200);
    }
  };
  const without = alarms.getByRole('listitem').filter({ hasText: '无人值守' });
  await until(async () => (await without.count()) >= names.length);
  for (const name of names) await without.filter({ hasText: name }).waitFor();
  await presence('online');
  await until(async () => (await without.count()) === 0);
  await alarms.getByText('所有渠道均有人值守且连接正常。').waitFor();
  await presence('offline');
  show(
    `six minutes after the last one of the first line left, the wall said 无人值守 of ${names.join(', ')}; it was gone when she was back`,
  );
});
