import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Up to which entry an agent has read a thread. */
export class KeepReadPosition1779380000002 implements MigrationInterface {
  readonly name = 'KeepReadPosition1779380000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table ticket_looks add column seq int');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table ticket_looks drop column if exists seq');
  }
}
