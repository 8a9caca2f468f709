import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers that went another way after their channel refused them: deliveries name the command of the new way. */
export class CreateReroutedReplies1772960000002 implements MigrationInterface {
  readonly name = 'CreateReroutedReplies1772960000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table rerouted_replies (command_id uuid primary key, entry_id uuid not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists rerouted_replies');
  }
}
