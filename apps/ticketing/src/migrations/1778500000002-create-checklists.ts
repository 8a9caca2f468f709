import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checklists and guidances of tickets. A run keeps the steps as they were when it began: the desk may change its lists meanwhile. */
export class CreateChecklists1778500000002 implements MigrationInterface {
  readonly name = 'CreateChecklists1778500000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table checklist_runs (
        id uuid primary key,
        ticket_id uuid not null,
        checklist text not null,
        kind text not null check (kind in ('checklist', 'guidance')),
        desk_version integer not null,
        name text not null,
        steps jsonb not null,
        language text not null,
        goes_on text not null check (goes_on in ('agent', 'itself')),
        sent_up_to integer not null default 0,
        waits_for text,
        state text not null check (state in ('running', 'done', 'given_up')),
        started_by jsonb not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        version integer not null default 1
      );
      create index checklist_runs_ticket on checklist_runs (ticket_id, started_at);
      create index checklist_runs_waiting on checklist_runs (ticket_id) where waits_for is not null;
      create table checklist_results (
        run_id uuid not null,
        step text not null,
        result jsonb not null,
        note text,
        entry_id uuid,
        actor jsonb not null,
        at timestamptz not null,
        primary key (run_id, step)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists checklist_results, checklist_runs');
  }
}
