import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets that are pruned once and have a recording left, or went on afterwards; what the house forgets by age. */
export class PruneAgain1778900000005 implements MigrationInterface {
  readonly name = 'PruneAgain1778900000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table tickets add column recording_kept_at timestamptz');
    await runner.query('drop index tickets_prunable');
    await runner.query(
      `create index tickets_prunable on tickets (updated_at) where status = 'closed' and (pruned_at is null or updated_at > pruned_at)`,
    );
    await runner.query('create index tickets_recording_kept on tickets (recording_kept_at) where recording_kept_at is not null');
    await runner.query('create index automatic_messages_at on automatic_messages (at)');
    await runner.query('create index ticket_looks_seen on ticket_looks (seen_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index ticket_looks_seen, automatic_messages_at, tickets_recording_kept, tickets_prunable');
    await runner.query('alter table tickets drop column recording_kept_at');
    await runner.query(`create index tickets_prunable on tickets (updated_at) where status = 'closed' and pruned_at is null`);
  }
}
