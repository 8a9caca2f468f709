import { expect, it } from '@jest/globals';
import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import { DeskService } from '../../../apps/ticketing/src/desk/desk.service.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { mail, openDesk, openDeskDatabase } from '../../support/ticketing-desk.js';

const HOUR_MS = 3_600_000;
const answeredWithin = (response: string) => ({
  channels: { mail: { name: 'Mail', media: ['email'] } },
  priorities: { normal: { name: 'N', response } },
});

it('a copy that has the old desk still marks no clock as judged by the new one, and what it begins is judged anew', async () => {
  const database = await openDeskDatabase();
  const one = await openDesk({ database, desk: answeredWithin('4 clock hours') });
  const two = await openDesk({ database: { url: database.url, close: () => Promise.resolve() } });
  const lengths = async () => {
    const rows = await one.database.sql.query<{ due: Date; began: Date }>('select due_at as due, started_at as began from clocks');
    return rows.map(({ due, began }) => (due.getTime() - began.getTime()) / HOUR_MS);
  };
  try {
    // It looks once a second: this one is slow.
    const profiles = two.get(DeskProfiles) as unknown as { reload: () => Promise<void>; look: () => Promise<void> };
    const reload = profiles.reload.bind(profiles);
    await reload();
    profiles.reload = profiles.look = () => Promise.resolve();
    await one.take(mail({ text: 'hello' }));
    await one.settle();
    await one.get(DeskService).apply({ desk: answeredWithin('1 clock hours'), source: 'api', actor: { kind: 'system' } as never });
    await new Promise((done) => setTimeout(done, 300));
    two.clock.set(new Date(one.clock.now().getTime() + 1));
    await two.get(TimerRunner).runDue();
    // By the old desk, after all others were looked at.
    await two.take(mail({ from: 'late@x.test', text: 'hello' }));
    await two.settle();
    await reload();
    for (let second = 0; second < 7; second += 1) {
      one.clock.advance(1_000);
      await one.settle();
    }
    expect(await lengths()).toEqual([1, 1]);
  } finally {
    await two.close();
    await one.close();
  }
});
