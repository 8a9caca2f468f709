import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations } from '#event-bus';
import { ticketingMigrations } from '../../../apps/ticketing/src/migrations/index.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const SUBJECTS = ['Printer on fire', '打印机坏了，请尽快处理', '100% wool_socks', 'Grüße aus Köln', 'プリンターが動かない'];

let database: TestDatabase;
let desk: Desk;
beforeAll(async () => {
  database = await openTestDatabase([eventBusMigrations, ticketingMigrations]);
  desk = await openDesk({ database });
  for (const [n, subject] of SUBJECTS.entries()) await desk.take(mail({ from: `w${n}@words.test`, subject }));
});
afterAll(async () => {
  await desk.close();
  await database.close();
});

const search = async (q: string) => (await desk.get(TicketReader).list({ q })).items.map(({ subject }) => subject);

const findAll = async () => {
  const [first] = (await desk.get(TicketReader).list({ q: 'Printer' })).items;
  return {
    words: await Promise.all(
      ['printer', 'PRINT', 'on fi', '打印', '打印机坏', '0% w', 'l_s', 'köln', 'ンター', 'nothing of it'].map(search),
    ),
    number: (await search(first!.number.slice(0, -1))).length,
    noNumber: await search(first!.number.slice(1)),
  };
};

describe('words looked for in tickets', () => {
  it('are found in any script, as parts, whatever the case; what a pattern would take as a sign is a character', async () => {
    const [fire, broken, socks, koeln, moves] = SUBJECTS;
    const found = await findAll();
    expect(found.words).toEqual([[fire], [fire], [fire], [broken], [broken], [socks], [socks], [koeln], [moves], []]);
    expect(found.number).toBeGreaterThan(0);
    expect(found.noNumber).toEqual([]);
  });

  it('are found by an index where there are many, and alike without it', async () => {
    const { sql } = database.database;
    await sql.query(`insert into tickets select (t).* from (
      select jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', 'N-' || n, 'subject', 'Number ' || n)) as t
      from (select t from tickets t limit 1) one, generate_series(1, 20000) n) many`);
    await sql.query('analyze tickets');
    const plan = await sql.query<{ 'QUERY PLAN': string }>(
      `explain select * from tickets t where t.subject ilike '%' || 'xylophone' || '%'`,
    );
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('tickets_words');
    const before = await findAll();
    await sql.query('drop index tickets_words');
    expect(await findAll()).toEqual(before);
  });
});
