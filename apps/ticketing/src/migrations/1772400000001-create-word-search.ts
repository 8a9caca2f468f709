import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Words of subjects and beginnings of numbers are found without reading every ticket. A server without `pg_trgm`, or one whose owner does not
 * let us create it, answers the same more slowly. Words of two characters are looked for in all tickets: a trigram needs three.
 */
export class CreateWordSearch1772400000001 implements MigrationInterface {
  readonly name = 'CreateWordSearch1772400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`do $$ begin
      create extension if not exists pg_trgm;
      create index tickets_words on tickets using gin (subject gin_trgm_ops, number gin_trgm_ops) with (gin_pending_list_limit = 256);
    exception when undefined_file or feature_not_supported or insufficient_privilege or undefined_object then
      raise notice 'no pg_trgm here: tickets are searched without an index';
    end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists tickets_words');
  }
}
