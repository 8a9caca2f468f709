import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/started-product.js';
import { ROBOTS } from '../loops/robots.js';
import { startTwoDesks, type TwoDesks } from '../loops/two-desks.js';

const ANSWERED = [...Object.keys(ROBOTS), 'faithful@b.test', 'strips@b.test', 'rewrites@a.test', 'rewrites@b.test'];

describe("two desks that are each other's customer, and robots without manners", () => {
  let desks: TwoDesks;
  beforeAll(async () => {
    desks = await startTwoDesks();
  }, 240_000);
  afterAll(async () => {
    await desks?.stop();
  });

  it('fall silent by themselves, within the limits of a day, and every mail is an entry', async () => {
    const answered = () => new Set(desks.judge().counts.flatMap(([who, automatic]) => (automatic > 0 ? [who] : [])));
    for (let round = 0; round < 3; round += 1) {
      await desks.begin();
      // A busy machine is silent before it begins.
      await eventually(async () => ANSWERED.every((who) => answered().has(who)), 'a first automatic mail to everybody', 60_000);
      expect(await desks.network.untilQuiet(3_000, 60_000)).toBe(true);
    }
    const { faults, counts } = desks.judge();
    expect(faults).toEqual([]);
    expect(desks.network.refused).toEqual([]);
    await eventually(async () => (await desks.findLost()).length === 0, 'every mail as an entry', 60_000);
    // Nobody else: the desk that began is not, where the way keeps what tells an automatic mail or its thread.
    expect([...answered()].sort()).toEqual([...ANSWERED].sort());
    expect(counts.map(([who]) => who)).toEqual(expect.arrayContaining(['faithful@a.test', 'strips@a.test']));
  }, 240_000);
});
