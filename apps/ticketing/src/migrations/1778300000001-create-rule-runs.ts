import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What rules did, and why. */
export class CreateRuleRuns1778300000001 implements MigrationInterface {
  readonly name = 'CreateRuleRuns1778300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rule_runs (
        id uuid primary key,
        ticket_id uuid not null,
        rule text not null,
        event text not null,
        event_id text not null,
        chain text not null,
        depth integer not null,
        place integer not null,
        desk_version integer not null,
        matched jsonb not null,
        actions jsonb not null,
        changes jsonb not null,
        fault text,
        from_version integer not null,
        to_version integer not null,
        at timestamptz not null
      )`);
    await runner.query('create index rule_runs_ticket on rule_runs (ticket_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists rule_runs');
  }
}
