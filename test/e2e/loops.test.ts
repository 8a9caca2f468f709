import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/started-product.js';
import { ROBOTS } from '../loops/robots.js';
import { startTwoDesks, type TwoDesks } from '../loops/two-desks.js';

describe("two desks that are each other's customer, and robots without manners", () => {
  let desks: TwoDesks;
  beforeAll(async () => {
    desks = await startTwoDesks();
  }, 240_000);
  afterAll(async () => {
    await desks?.stop();
  });

  it('fall silent by themselves, within the limits of a day, and every mail is an entry', async () => {
    for (let round = 0; round < 3; round += 1) {
      await desks.begin();
      expect(await desks.network.untilQuiet(3_000, 60_000)).toBe(true);
    }
    const { faults, counts } = desks.judge();
    expect(faults).toEqual([]);
    expect(desks.network.refused).toEqual([]);
    await eventually(async () => (await desks.findLost()).length === 0, 'every mail as an entry', 60_000);
    const silent = counts.filter(([, automatic]) => automatic === 0).map(([who]) => who);
    // Whom nobody answers: the desk that began, where the way keeps what tells an automatic mail or its thread.
    expect(silent.sort()).toEqual(['faithful@a.test', 'strips@a.test']);
    expect(counts.map(([who]) => who)).toEqual(expect.arrayContaining([...Object.keys(ROBOTS), 'rewrites@a.test', 'rewrites@b.test']));
  }, 240_000);
});
