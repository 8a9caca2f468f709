import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator ordered of an inbox stays beside its configuration: neither a start nor a changed file undoes it. */
export class SwitchedInboxes1779360000001 implements MigrationInterface {
  readonly name = 'SwitchedInboxes1779360000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table connector_inboxes add column stopped jsonb, add column ordered_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table connector_inboxes drop column stopped, drop column ordered_at');
  }
}
