import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A member's sign of life is a number that moves, not a time: clocks of processes jump and differ. */
export class BeatOfMembers1767225600204 implements MigrationInterface {
  readonly name = 'BeatOfMembers1767225600204';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consumer_members drop column heartbeat_at, add column beat bigint not null default 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table consumer_members drop column beat, add column heartbeat_at timestamptz not null default '-infinity'`);
  }
}
