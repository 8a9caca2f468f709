import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a ticket goes as a request of its type: stages with their deadlines, what was estimated and told, evidence, doors that were not open. */
export class CreateCases1778600000001 implements MigrationInterface {
  readonly name = 'CreateCases1778600000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_cases (
        ticket_id uuid primary key,
        request_type text not null,
        chosen_by text not null,
        stage text,
        stage_seq integer not null default 0,
        stage_since timestamptz,
        outcome text,
        due_at timestamptz,
        missed_at timestamptz,
        estimate_at timestamptz,
        estimate_note text,
        estimate_said_at timestamptz,
        estimates integer not null default 0,
        updated_at timestamptz not null
      );
      create index ticket_cases_due on ticket_cases (due_at) where due_at is not null;
      create table case_stages (
        ticket_id uuid not null,
        seq integer not null,
        request_type text not null,
        stage text not null,
        from_stage text,
        outcome text,
        back boolean not null,
        note text,
        actor jsonb not null,
        entered_at timestamptz not null,
        left_at timestamptz,
        due_at timestamptz,
        missed_at timestamptz,
        primary key (ticket_id, seq)
      );
      create table case_estimates (
        ticket_id uuid not null,
        seq integer not null,
        estimate_at timestamptz not null,
        note text,
        actor jsonb not null,
        said_at timestamptz not null,
        told text not null,
        primary key (ticket_id, seq)
      );
      create table case_evidence (
        ticket_id uuid not null,
        key text not null,
        asked_at timestamptz,
        given_at timestamptz,
        value text,
        entry_id uuid,
        actor jsonb,
        primary key (ticket_id, key)
      );
      create table access_refusals (
        ticket_id uuid not null,
        rule text not null,
        entry_id uuid,
        missing text[] not null,
        told text not null,
        at timestamptz not null,
        primary key (ticket_id, rule)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists access_refusals, case_evidence, case_estimates, case_stages, ticket_cases');
  }
}
