import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations } from '#event-bus';
import { ParkedRepository } from '../../../libs/event-bus/src/consuming/parked.repository.js';

const scope = { group: 'letters', topic: 'letters' };
const NOW = new Date('2026-03-02T09:00:00.000Z');
const LATER = new Date('2026-03-02T09:00:10.000Z');
const KEYS = 600;
const MY_ID = '7b1f0c9e-58d3-4f0e-9d0a-0d5a3c7e1f11';

let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase([eventBusMigrations]);
});
afterAll(() => test.close());

describe('keys that are due', () => {
  it('are claimed a few at a time and each once, however many there are and whatever the planner knows of them', async () => {
    const repository = new ParkedRepository(test.database, scope);
    await test.database.sql.query(
      `insert into parked_keys (group_name, topic, lane, partition, next_try_at)
       select $1, $2, 'k:' || n, n % 16, $3 from generate_series(1, ${KEYS}) n`,
      [scope.group, scope.topic, NOW],
    );
    const claimed: string[] = [];
    for (let round = 0; round < KEYS / 4; round += 1) {
      const lanes = await repository.claim(MY_ID, LATER, 30_000, 4);
      expect(lanes).toHaveLength(4);
      claimed.push(...lanes.map(({ lane }) => lane));
    }
    expect(new Set(claimed).size).toBe(KEYS);
    expect(await repository.claim(MY_ID, LATER, 30_000, 4)).toEqual([]);
  });
});
