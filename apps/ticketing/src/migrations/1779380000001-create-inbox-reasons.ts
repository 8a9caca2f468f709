import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the state of an inbox, and its last error, come of: in codes, for who says it in another language. */
export class CreateInboxReasons1779380000001 implements MigrationInterface {
  readonly name = 'CreateInboxReasons1779380000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inboxes add column reasons jsonb, add column last_error_reasons jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inboxes drop column if exists reasons, drop column if exists last_error_reasons');
  }
}
