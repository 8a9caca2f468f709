import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Others who help with a ticket: asked for advice, for a part of the work, or to take it over one level up. */
export class CreateCollaboration1778400000002 implements MigrationInterface {
  readonly name = 'CreateCollaboration1778400000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tasks add column if not exists group_id uuid, add column if not exists assignee_id uuid;
      create index if not exists tasks_group on tasks (group_id, created_at) where group_id is not null;
      create table consultations (
        id uuid primary key,
        ticket_id uuid not null,
        group_id uuid,
        agent_id uuid,
        field text,
        question text not null,
        asked_by jsonb not null,
        asked_at timestamptz not null,
        due_at timestamptz not null,
        answer text,
        answered_by jsonb,
        answered_at timestamptz,
        check ((group_id is null) <> (agent_id is null))
      );
      create index consultations_ticket on consultations (ticket_id, asked_at);
      create index consultations_open on consultations (asked_at) where answered_at is null;
      create table escalations (
        id uuid primary key,
        ticket_id uuid not null,
        reason text not null,
        form jsonb not null,
        from_group uuid,
        from_level integer not null,
        to_group uuid not null,
        to_level integer not null,
        made_by jsonb not null,
        at timestamptz not null,
        turn bigint not null generated always as identity
      );
      create index escalations_ticket on escalations (ticket_id, turn)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists escalations, consultations');
    await runner.query('alter table tasks drop column if exists group_id, drop column if exists assignee_id');
  }
}
