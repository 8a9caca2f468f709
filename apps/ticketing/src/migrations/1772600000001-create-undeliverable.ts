import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An address that the other side called dead: since when, its status, and why in words. */
export class CreateUndeliverable1772600000001 implements MigrationInterface {
  readonly name = 'CreateUndeliverable1772600000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table identities add column undeliverable jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table identities drop column undeliverable');
  }
}
