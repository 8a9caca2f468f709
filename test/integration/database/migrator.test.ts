import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrateRooms } from '#database';
import { openTestDatabase } from '#database/testing';
import type { TestDatabase } from '#database/testing';
import { silentLogger } from '#runtime';
import { ChildProgram } from '../../support/child-program.js';
import { BOOKS, ROOMS, SHELVES, TORN } from './migrating-rooms.js';

let test: TestDatabase;

beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(() => test.close());

const historyOf = async (table: string): Promise<string[]> =>
  (await test.database.sql.query<{ name: string }>(`select name from ${table} order by id`)).map((row) => row.name);

describe('migrating rooms', () => {
  it('runs each migration once when four processes start at the same time', async () => {
    const children = [1, 2, 3, 4].map(() => ChildProgram.start('test/integration/database/children/migrate.ts', test.url));
    expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0, 0, 0]);
    expect(children.map((child) => child.said.at(-1))).toEqual(Array(4).fill({ migrated: true }));
    expect(await historyOf('migrations_shelves')).toEqual(['Shelf1700000000001', 'ShelfRow1700000000002']);
    expect(await historyOf('migrations_book_room')).toEqual(['Book1700000000000']);
    expect(await test.database.sql.query('select id from shelf')).toEqual([{ id: 1 }]);
  });

  it('goes by floors, and does nothing the second time', async () => {
    await migrateRooms(test.database, ROOMS, silentLogger);
    const begun = performance.now();
    await migrateRooms(test.url, [...ROOMS, SHELVES], silentLogger);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await test.database.sql.query('select id from shelf')).toEqual([{ id: 1 }]);
  });

  it('leaves no half of a migration that fails, and goes on from there once it is mended', async () => {
    await expect(migrateRooms(test.url, [SHELVES, TORN], silentLogger)).rejects.toThrow('division by zero');
    expect(await historyOf('migrations_book_room')).toEqual(['Book1700000000000']);
    expect(await test.database.sql.query(`select to_regclass('page') as page`)).toEqual([{ page: null }]);
    await migrateRooms(test.url, [SHELVES, BOOKS], silentLogger);
  });
});
