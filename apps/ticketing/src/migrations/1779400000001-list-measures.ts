import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Measures of all tickets, the newest first. */
export class ListMeasures1779400000001 implements MigrationInterface {
  readonly name = 'ListMeasures1779400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index measures_asked on measures (asked_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists measures_asked');
  }
}
