import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase } from '#database/testing';
import type { TestDatabase } from '#database/testing';
import { isUniqueViolation, openDatabase, together } from '#database';
import { silentLogger } from '#runtime';
import pg from 'pg';

let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await test.database.sql.query('create table notes (id int primary key, words text)');
});
afterAll(() => test.close());

const noteIds = async (): Promise<number[]> =>
  (await test.database.sql.query<{ id: number }>('select id from notes order by id')).map((row) => row.id);

describe('transactions', () => {
  it('keeps what resolved and drops what rejected', async () => {
    await test.database.run((transaction) => transaction.query('insert into notes values ($1, $2)', [1, 'kept']));
    const refused = test.database.run(async (transaction) => {
      await transaction.query('insert into notes values (2)');
      throw new Error('changed my mind');
    });
    await expect(refused).rejects.toThrow('changed my mind');
    expect(await noteIds()).toEqual([1]);
  });

  it('never reports success for what the server rolled back', async () => {
    const swallowed = test.database.run(async (transaction) => {
      await transaction.query('insert into notes values (3)');
      await transaction.query('insert into notes values (1)').catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ errorClass: 'retriable', code: 'transaction_aborted' });
    const swallowedByEntities = test.database.withEntities(async (manager) => {
      await manager.query('insert into notes values (3)');
      await manager.query('insert into notes values (1)').catch(() => undefined);
    });
    await expect(swallowedByEntities).rejects.toThrow();
    expect(await noteIds()).toEqual([1]);
  });

  it('passes a unique violation through as it is', async () => {
    const error: unknown = await test.database.sql.query('insert into notes values (1)').catch((cause: unknown) => cause);
    expect(isUniqueViolation(error, 'notes_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
  });

  it('runs statements called at once in their order, and tells which of them failed', async () => {
    const written = test.database.run((transaction) =>
      together([
        transaction.query('insert into notes values (5)'),
        transaction.query<{ n: number }>('select count(*)::int as n from notes where id = 5'),
      ]),
    );
    expect((await written)[1]).toEqual([{ n: 1 }]);
    const refused: unknown = await test.database
      .run((transaction) =>
        together([
          transaction.query('insert into notes values (6)').then(() => transaction.query('insert into notes values (7)')),
          transaction.query('insert into notes values (5)'),
          transaction.query('insert into notes values (8)'),
        ]),
      )
      .catch((cause: unknown) => cause);
    expect(isUniqueViolation(refused, 'notes_pkey')).toBe(true);
    await test.database.sql.query('delete from notes where id = 5');
    expect(await noteIds()).toEqual([1]);
  });

  it('sends a whole transaction at once, and commits nothing of one that fails or throws', async () => {
    const inserted = test.database.runAtOnce((transaction) => {
      const first = transaction.query('insert into notes values (5)');
      return together([first, transaction.query<{ n: number }>('select count(*)::int as n from notes where id = 5')]);
    });
    expect((await inserted)[1]).toEqual([{ n: 1 }]);
    const refused = test.database.runAtOnce((transaction) =>
      together([transaction.query('insert into notes values (6)'), transaction.query('insert into notes values (5)')]),
    );
    expect(isUniqueViolation(await refused.catch((cause: unknown) => cause), 'notes_pkey')).toBe(true);
    const thrown = test.database.runAtOnce((transaction): Promise<void> => {
      void transaction.query('insert into notes values (7)');
      throw new Error('changed my mind');
    });
    await expect(thrown).rejects.toThrow('changed my mind');
    const late = test.database.runAtOnce(async (transaction) => {
      await transaction.query('select 1');
      await transaction.query('insert into notes values (8)');
    });
    await expect(late).rejects.toThrow('in its first turn only');
    await test.database.sql.query('delete from notes where id = 5');
    expect(await noteIds()).toEqual([1]);
  });

  it('calls a deadlock retriable', async () => {
    await test.database.sql.query('insert into notes values (10), (11)');
    let firstHolds = (): void => undefined;
    let secondHolds = (): void => undefined;
    const bothHold = Promise.all([new Promise<void>((go) => (firstHolds = go)), new Promise<void>((go) => (secondHolds = go))]);
    const lock = (first: number, second: number, holds: () => void): Promise<unknown> =>
      test.database.run(async (transaction) => {
        await transaction.query('select from notes where id = $1 for update', [first]);
        holds();
        await bothHold;
        await transaction.query('select from notes where id = $1 for update', [second]);
      });
    const outcomes = await Promise.allSettled([lock(10, 11, () => firstHolds()), lock(11, 10, () => secondHolds())]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed).toEqual([expect.objectContaining({ reason: expect.objectContaining({ errorClass: 'retriable', code: 'deadlock' }) })]);
  });

  it('shows entities and plain SQL the same transaction', async () => {
    const seen = await test.database.withEntities(async (manager, transaction) => {
      await manager.query(`insert into notes values (20, 'by typeorm')`);
      return transaction.query<{ words: string }>('select words from notes where id = 20');
    });
    expect(seen).toEqual([{ words: 'by typeorm' }]);
  });

  it('outlives the loss of all its connections', async () => {
    await Promise.all([1, 2, 3].map(() => test.database.sql.query('select 1')));
    const inUse = test.database.run(async (transaction) => {
      await transaction.query('select 1');
      await cutConnections();
      await transaction.query('insert into notes values (30)');
    });
    await expect(inUse).rejects.toMatchObject({ errorClass: 'retriable', code: 'database_unavailable' });
    await test.database.run((transaction) => transaction.query('insert into notes values (31)'));
    expect(await noteIds()).toEqual(expect.arrayContaining([31]));
    expect(await noteIds()).not.toContain(30);
  });
});

async function cutConnections(): Promise<void> {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

describe('entities', () => {
  it('are read and written by TypeORM in a transaction of ours', async () => {
    const { Column, Entity, PrimaryColumn } = await import('typeorm');
    class Shelf {
      id!: number;
      label!: string;
    }
    Entity('shelves')(Shelf);
    PrimaryColumn('int')(Shelf.prototype, 'id');
    Column('text')(Shelf.prototype, 'label');
    await test.database.sql.query('create table shelves (id int primary key, label text not null)');
    const options = { url: test.url, poolSize: 2, statementTimeoutMs: 10_000, logger: silentLogger };
    const database = await openDatabase({ ...options, entities: [Shelf] });
    await database.withEntities((manager) => manager.save(Object.assign(new Shelf(), { id: 1, label: 'fiction' })));
    expect(await database.dataSource.getRepository(Shelf).findOneByOrFail({ id: 1 })).toEqual({ id: 1, label: 'fiction' });
    await database.close();
  });
});
