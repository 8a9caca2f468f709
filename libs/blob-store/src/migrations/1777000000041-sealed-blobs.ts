import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `sealed_as` is the name under which a blob lies encrypted in its place; its own hash and size stay those of the plain bytes. */
export class SealedBlobs1777000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table blobs add column sealed_as bytea check (octet_length(sealed_as) = 32)');
    await runner.query('create unique index blobs_sealed_as on blobs (sealed_as) where sealed_as is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table blobs drop column sealed_as');
  }
}
