import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an agent's phone rings. */
export class CreateExtensions1772800000003 implements MigrationInterface {
  readonly name = 'CreateExtensions1772800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agents add column extension text');
    await runner.query('create unique index agents_extension on agents (extension) where extension is not null and disabled_at is null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agents drop column extension');
  }
}
