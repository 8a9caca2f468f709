import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeAppending } from './appending.contract.js';
import { describeGroups } from './groups.contract.js';
import { describeNamedFaults } from './named-faults.contract.js';
import { describeNest } from './nest.contract.js';
import { describeOutages } from './outages.contract.js';
import { describeParkedTogether } from './parked-together.contract.js';
import { describePoison } from './poison.contract.js';
import { describeReplay } from './replay.contract.js';
import { describeWriters } from './writers.contract.js';
import type { BusFixture } from './fixture.js';

/** The promises of `EventBus`, for one adapter. Call it from a test file; `open` is called once. */
export function describeEventBus(name: string, open: () => Promise<BusFixture>): void {
  describe(`event bus on ${name}`, () => {
    let fixture: BusFixture | undefined;
    beforeAll(async () => {
      fixture = await open();
    }, 120_000);
    afterAll(async () => {
      await fixture?.close();
    }, 60_000);
    const get = (): BusFixture => {
      if (fixture === undefined) throw new Error('the fixture did not open; its error stands above');
      return fixture;
    };
    describeAppending(get);
    describeGroups(get);
    describePoison(get);
    describeParkedTogether(get);
    describeNamedFaults(get);
    describeNest(get);
    describeReplay(get);
    describeWriters(get);
    describeOutages(get);
  });
}
