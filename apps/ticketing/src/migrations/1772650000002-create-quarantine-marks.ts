import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each ticket of a decision was left, so that undoing it finds those that somebody worked on since. */
export class CreateQuarantineMarks1772650000002 implements MigrationInterface {
  readonly name = 'CreateQuarantineMarks1772650000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table quarantine_decisions add column last_seqs integer[], add column fields text[]');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table quarantine_decisions drop column last_seqs, drop column fields');
  }
}
