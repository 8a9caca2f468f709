import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Topics } from '#contracts';
import type { ConsumedRecord } from '#event-bus';
import { TicketFollower } from '../../../apps/ticketing/src/happenings/ticket-follower.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type Desk, type DeskDatabase, mail, openDesk, openDeskDatabase } from '../../support/ticketing-desk.js';

const CUSTOMERS = 200;
const MINUTE = 60_000;
const DESK = {
  groups: { support: { name: 'Support' } },
  channels: { mail: { name: 'Mail', media: ['email'] } },
  priorities: { normal: { name: 'N', response: '60 clock minutes' } },
};

/** Copies of one desk on one database: each takes what it finds, as processes do. */
describe('clocks of a desk that runs in several copies', () => {
  let database: DeskDatabase;
  const copies: Desk[] = [];
  const start = async () => {
    const copy = await openDesk({ database, desk: DESK });
    if (copies[0] !== undefined) copy.clock.set(copies[0].clock.now());
    copies.push(copy);
    return copy;
  };
  beforeAll(async () => {
    database = await openDeskDatabase();
    await start();
    await start();
  }, 120_000);
  afterAll(async () => {
    for (const copy of copies) await copy.close();
    await database.close();
  });

  const log = async () => {
    const { bus } = copies[0]!;
    return (await Promise.all(Array.from({ length: 16 }, (_, at) => bus.read(Topics.ticketEvents, at, '0', 10_000)))).flat();
  };
  /** All copies at once hear of everything anew, as after a rebalance, and run what is due. */
  const work = async () => {
    const all = await log();
    const batches: ConsumedRecord[][] = [];
    for (let at = 0; at < all.length; at += 200) batches.push(all.slice(at, at + 200));
    const hear = async (copy: Desk) => {
      for (const batch of batches) await copy.get(TicketFollower).take(batch);
    };
    await Promise.all(copies.map(hear));
    const run = async (copy: Desk) => {
      while ((await copy.get(TimerRunner).runDue()) > 0);
    };
    await Promise.all(copies.map(run));
  };
  const later = (ms: number) => copies.forEach(({ clock }) => clock.advance(ms));
  const tellings = async (change: string) => {
    const events = (await log()).filter(({ envelope }) => envelope.type === 'ticket.clock_changed.v1');
    const told = events.map(({ envelope }) => envelope.data as { clockId: string; change: string }).filter((one) => one.change === change);
    const notices = await copies[0]!.database.sql.query('select 1 from notices where kind = $1', [`clock_${change}`]);
    return { events: told.length, clocks: new Set(told.map(({ clockId }) => clockId)).size, notices: notices.length };
  };

  it('begin once, however many hear of them', async () => {
    const mails = Array.from({ length: CUSTOMERS }, (_, at) => mail({ from: `c${at}@customer.test`, subject: `Question ${at}` }));
    await copies[0]!.take(...mails.slice(0, CUSTOMERS / 2));
    await copies[1]!.take(...mails.slice(CUSTOMERS / 2));
    await work();
    expect(await tellings('started')).toEqual({ events: CUSTOMERS, clocks: CUSTOMERS, notices: 0 });
  });

  it('warn once, by two at once', async () => {
    later(55 * MINUTE);
    await work();
    expect(await tellings('warned')).toEqual({ events: CUSTOMERS, clocks: CUSTOMERS, notices: CUSTOMERS });
  });

  it('run out once, also when one dies in the middle of telling and starts again', async () => {
    later(6 * MINUTE);
    const dying = copies.pop()!;
    // What it did not commit is told by who comes after it; what it did is told by nobody else.
    const half = dying
      .get(TimerRunner)
      .runDue()
      .catch(() => 0);
    const other = copies[0]!
      .get(TimerRunner)
      .runDue()
      .catch(() => 0);
    await Promise.all([half, other]);
    await dying.close();
    await start();
    await work();
    await work();
    expect(await tellings('breached')).toEqual({ events: CUSTOMERS, clocks: CUSTOMERS, notices: CUSTOMERS });
    const [{ late, timers }] = (await copies[0]!.database.sql.query<{ late: number; timers: number }>(
      `select (select count(*)::int from clocks where breached_at is not null) as late, (select count(*)::int from timers where kind = 'clock') as timers`,
    )) as [{ late: number; timers: number }];
    expect([late, timers]).toEqual([CUSTOMERS, 0]);
  });
});
