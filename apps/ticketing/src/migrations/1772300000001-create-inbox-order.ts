import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of a rare inbox need not walk through the tickets of the others. */
export class CreateInboxOrder1772300000001 implements MigrationInterface {
  readonly name = 'CreateInboxOrder1772300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index tickets_inbox on tickets (inbox_id, opened_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index tickets_inbox');
  }
}
