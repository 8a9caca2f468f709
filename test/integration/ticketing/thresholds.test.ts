import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LiveBoard } from '../../../apps/ticketing/src/reports/live/live-board.js';
import { ThresholdWatch } from '../../../apps/ticketing/src/reports/live/threshold-watch.js';
import { type Desk, type DeskDatabase, mail, openDesk, openDeskDatabase } from '../../support/ticketing-desk.js';

const DESK = { reports: { thresholds: [{ key: 'many', metric: 'open', above: 0, text: 'many' }] } };

describe('a threshold', () => {
  let database: DeskDatabase;
  let desk: Desk;
  beforeAll(async () => {
    database = await openDeskDatabase();
    desk = await openDesk({ database, desk: DESK });
    await desk.take(mail({ from: 'a@x.test' }));
    await desk.settle();
  });
  afterAll(async () => {
    await desk.close();
    await database.close();
  });
  const look = async (of = desk) => {
    of.get(LiveBoard).forget();
    await of.get(ThresholdWatch).look();
  };
  const told = async (kind: string) => (await desk.database.sql.query('select 1 from notices where kind = $1', [kind])).length;
  const set = (status: string) => desk.database.sql.query('update tickets set status = $1', [status]);
  const restart = async () => {
    await desk.close();
    desk = await openDesk({ database, desk: DESK });
  };

  it('is told again when it is passed again, though the figure went back while nobody looked', async () => {
    await look();
    const once = await told('threshold_passed');
    expect(once).toBeGreaterThan(0);
    await set('closed');
    await restart();
    await look();
    expect(await told('threshold_over')).toBe(once);
    await set('open');
    await look();
    expect(await told('threshold_passed')).toBe(2 * once);
    await restart();
    await look();
    expect(await told('threshold_passed')).toBe(2 * once);
  });

  it('is told by one that runs already, of what another saw before it died', async () => {
    const before = await told('threshold_passed');
    const other = await openDesk({ database, desk: DESK });
    await set('closed');
    await look(other);
    await set('open');
    await look(other);
    await other.close();
    await set('closed');
    // The first never looked in between.
    await look();
    await set('open');
    await look();
    expect(await told('threshold_passed')).toBe(before + 2 * (before / 2));
  });
});
