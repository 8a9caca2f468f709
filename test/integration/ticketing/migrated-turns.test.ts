import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { CreateTurns1779270000001 } from '../../../apps/ticketing/src/migrations/1779270000001-create-turns.js';
import { type Desk, openDesk } from '../../support/ticketing-desk.js';

describe('a database from before turns had an order of their own', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  it('gets it in the order of time, goes on behind it, and is left alone the next time', async () => {
    const { sql } = desk.database;
    for (const table of ['assignments', 'escalations']) {
      await sql.query(`alter table ${table} drop column turn`);
      await sql.query(`create index ${table}_ticket on ${table} (ticket_id, at)`);
    }
    const add = (at: string) =>
      sql.query(
        `insert into assignments (id, ticket_id, agent_id, reason, candidates, others, at) values ($1, $1, $1, 'best', '[]', '[]', $2)`,
        [randomUUID(), at],
      );
    await add('2026-03-02T10:00:00Z');
    await add('2026-03-02T09:00:00Z');
    await sql.query('drop index visits_receipt');
    const runner = { query: (text: string) => sql.query(text) } as unknown as QueryRunner;
    await new CreateTurns1779270000001().up(runner);
    await add('2026-03-02T08:00:00Z');
    const rows = await sql.query<{ hour: number }>(
      `select extract(hour from at at time zone 'UTC')::int as hour from assignments order by turn`,
    );
    expect(rows.map(({ hour }) => hour)).toEqual([9, 10, 8]);
    await sql.query('drop index visits_receipt');
    await new CreateTurns1779270000001().up(runner);
    expect(
      await sql.query(`select 1 from pg_indexes where indexname = 'escalations_ticket' and indexdef like '%(ticket_id, turn)'`),
    ).toHaveLength(1);
  });
});
