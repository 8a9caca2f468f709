import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a command waits, in words; and who waits in a conversation, to say it of those behind too. */
export class HoldReasons1772600000021 implements MigrationInterface {
  readonly name = 'HoldReasons1772600000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sent_commands add column hold_error jsonb');
    await runner.query(`create index sent_commands_held on sent_commands (conversation_key) where status = 'held'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index sent_commands_held');
    await runner.query('alter table sent_commands drop column hold_error');
  }
}
