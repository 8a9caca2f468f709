import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers whom an incident touched for a part of its time. */
export class TouchCustomersForATime1779250000003 implements MigrationInterface {
  readonly name = 'TouchCustomersForATime1779250000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table incident_customers add column touched_from timestamptz, add column touched_until timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table incident_customers drop column touched_from, drop column touched_until');
  }
}
