import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Further addresses of an inbox: being written to makes nobody known to them. */
export class CreateInboxAliases1772460000001 implements MigrationInterface {
  readonly name = 'CreateInboxAliases1772460000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table inboxes add column aliases jsonb not null default '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inboxes drop column aliases');
  }
}
