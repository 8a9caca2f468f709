import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How tickets end: what the customer was asked and said, what is kept of the case, whom we ring again. */
export class CreateClosing1778600000002 implements MigrationInterface {
  readonly name = 'CreateClosing1778600000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_closings (
        id uuid primary key,
        place bigint generated always as identity,
        ticket_id uuid not null,
        state text not null check (state in ('asked', 'solved', 'not_solved', 'more', 'unclear', 'silent', 'not_asked', 'withdrawn')),
        told text,
        asked_at timestamptz not null,
        answered_at timestamptz,
        answer text,
        answer_entry uuid,
        actor jsonb not null
      );
      create unique index ticket_closings_asked on ticket_closings (ticket_id) where state = 'asked';
      create index ticket_closings_ticket on ticket_closings (ticket_id, place);
      create table ticket_archives (
        ticket_id uuid primary key,
        process text,
        solution text,
        feedback text,
        article text,
        new_problem boolean not null default false,
        solved_at timestamptz,
        closed_at timestamptz,
        archived_at timestamptz,
        archived_by jsonb,
        draft text,
        updated_at timestamptz not null
      );
      create table follow_ups (
        ticket_id uuid not null,
        rule text not null,
        entry_id uuid not null,
        created_at timestamptz not null,
        due_at timestamptz not null,
        done_at timestamptz,
        missed_at timestamptz,
        outcome text,
        primary key (ticket_id, rule)
      );
      create index follow_ups_created on follow_ups (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists follow_ups, ticket_archives, ticket_closings');
  }
}
