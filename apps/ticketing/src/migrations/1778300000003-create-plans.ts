import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans of emergencies as they run: steps with owners and times, reports. */
export class CreatePlans1778300000003 implements MigrationInterface {
  readonly name = 'CreatePlans1778300000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plan_runs (
        id uuid primary key,
        ticket_id uuid not null,
        plan text not null,
        name text not null,
        state text not null check (state in ('running', 'ended')),
        started_at timestamptz not null,
        started_by jsonb not null,
        ended_at timestamptz
      );
      create unique index plan_runs_running on plan_runs (ticket_id, plan) where state = 'running';
      create index plan_runs_ticket on plan_runs (ticket_id);
      create table plan_steps (
        id uuid primary key,
        run_id uuid not null,
        place integer not null,
        key text not null,
        text text not null,
        owner jsonb not null,
        due_at timestamptz not null,
        done_at timestamptz,
        done_by jsonb,
        result text,
        missed_at timestamptz,
        unique (run_id, key)
      );
      create table plan_reports (
        id uuid primary key,
        run_id uuid not null,
        place integer not null,
        due_at timestamptz,
        written_at timestamptz not null,
        written_by jsonb,
        text text not null,
        missed boolean not null,
        recipients jsonb not null
      );
      create index plan_reports_run on plan_reports (run_id, written_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists plan_reports, plan_steps, plan_runs');
  }
}
