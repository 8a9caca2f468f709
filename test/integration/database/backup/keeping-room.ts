import type { RoomMigrations } from '#runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables with everything that is awkward to copy: a circle of references, triggers, identities, computed columns, many types. */
class Keep1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table keep_case (id bigint generated always as identity primary key, number text unique, parent_id bigint references keep_case)`,
    );
    await runner.query(`
      create table keep_entry (
        id bigserial primary key, case_id bigint not null references keep_case, at timestamptz not null, words text, raw bytea, facts jsonb,
        tags text[], score double precision, amount numeric, words_length int generated always as (length(words)) stored)`);
    await runner.query(`create table keep_count (entries int not null)`);
    await runner.query(`insert into keep_count values (0)`);
    await runner.query(
      `create function count_entries() returns trigger language plpgsql as $$ begin update keep_count set entries = entries + 1; return new; end $$`,
    );
    await runner.query(`create trigger count_entries after insert on keep_entry for each row execute function count_entries()`);
  }
  async down(): Promise<void> {}
}

/** Only the newer product has it. */
class KeepNote1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table keep_case add column note text not null default 'from before'`);
  }
  async down(): Promise<void> {}
}

/** Closes a circle, which only who may switch constraints off can copy. */
class KeepCircle1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table keep_case add column first_entry_id bigint references keep_entry`);
  }
  async down(): Promise<void> {}
}

export const KEEPING: RoomMigrations = { room: 'keeping', floor: 5, migrations: [Keep1700000000001] };
export const KEEPING_NEWER: RoomMigrations = { room: 'keeping', floor: 5, migrations: [Keep1700000000001, KeepNote1700000000002] };
export const KEEPING_CIRCLE: RoomMigrations = { room: 'keeping', floor: 5, migrations: [Keep1700000000001, KeepCircle1700000000003] };
