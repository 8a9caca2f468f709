import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Words of entries, in a table beside them that is written behind intake: what it is found by stays out of the way of what comes in. A word
 * that many have is never fetched whole (`search/find-tickets.ts`). Names and addresses of contacts are found by their parts;
 * where there is no `pg_trgm`, more slowly. What is there already is gathered by a timer, some hundred entries at a time.
 */
export class CreateEntryWords1779300000001 implements MigrationInterface {
  readonly name = 'CreateEntryWords1779300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table entry_words (
        entry_id uuid primary key,
        ticket_id uuid not null,
        words tsvector not null
      );
      create index entry_words_words on entry_words using gin (words) with (gin_pending_list_limit = 1024);
      create index entry_words_ticket on entry_words (ticket_id);
      create index tickets_any_reference on tickets (upper(reference)) where reference is not null;
      create index ticket_orders_number on ticket_orders (upper(order_number));
      insert into timers (kind, key, due_at, data) select 'search.gather', 'all', '2000-01-01', '{}' where exists (select from entries)`);
    await runner.query(`do $$ begin
      create index contacts_words on contacts using gin (display_name gin_trgm_ops) with (gin_pending_list_limit = 256);
      create index identities_words on identities using gin (value gin_trgm_ops) with (gin_pending_list_limit = 256);
    exception when undefined_object then
      raise notice 'no pg_trgm here: contacts are searched without an index';
    end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index if exists identities_words, contacts_words, ticket_orders_number, tickets_any_reference;
      drop table if exists entry_words;
      delete from timers where kind = 'search.gather'`);
  }
}
