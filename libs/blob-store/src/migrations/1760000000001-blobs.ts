import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row a blob, wherever its bytes lie. Most payloads are mails of a few KiB: they stay inside the row (`toast_tuple_target`) and are not
 * compressed, for that costs more than writing them. `stored_at` is the last put, `named_at` when the sweep last found it named.
 */
export class Blobs1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table blobs (
        sha256 bytea primary key check (octet_length(sha256) = 32),
        bytes bigint not null,
        place text not null check (place in ('row', 'disk', 's3')),
        stored_at timestamptz not null,
        named_at timestamptz,
        content bytea,
        check ((place = 'row') = (content is not null))
      ) with (toast_tuple_target = 8160)`);
    await runner.query('alter table blobs alter column content set storage external');
    await runner.query('create index blobs_stored_at on blobs (stored_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table blobs');
  }
}
