import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator ordered of an inbox, and what its connector says of it. */
export class SwitchInboxes1779360000002 implements MigrationInterface {
  readonly name = 'SwitchInboxes1779360000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inboxes add column stopped jsonb, add column obeyed_at timestamptz');
    await runner.query('alter table inboxes add column last_order text, add column ordered_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inboxes drop column stopped, drop column obeyed_at, drop column last_order, drop column ordered_at');
  }
}
