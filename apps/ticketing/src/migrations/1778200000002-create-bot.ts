import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations that a bot has, what it said or would say, and which of it waits for an agent's approval. */
export class CreateBot1778200000002 implements MigrationInterface {
  readonly name = 'CreateBot1778200000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bot_sessions (
        ticket_id uuid primary key,
        state text not null check (state in ('active', 'person', 'solved')),
        place jsonb not null,
        heard_seq integer not null,
        reason text,
        started_at timestamptz not null,
        changed_at timestamptz not null
      ) with (fillfactor = 85);
      create table bot_answers (
        id uuid primary key,
        ticket_id uuid not null,
        said jsonb not null,
        state text not null check (state in ('waiting', 'sent', 'rejected', 'void')),
        edited boolean not null default false,
        decided_by jsonb,
        decided_at timestamptz,
        created_at timestamptz not null
      );
      create index bot_answers_ticket on bot_answers (ticket_id, created_at);
      create index bot_answers_waiting on bot_answers (created_at, id) where state = 'waiting';
      alter table live_conversations drop constraint live_conversations_state_check;
      alter table live_conversations add constraint live_conversations_state_check
        check (state in ('bot', 'queued', 'returned', 'joined', 'left', 'ended'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table if exists bot_answers, bot_sessions;
      update live_conversations set state = 'queued' where state = 'bot';
      alter table live_conversations drop constraint live_conversations_state_check;
      alter table live_conversations add constraint live_conversations_state_check
        check (state in ('queued', 'returned', 'joined', 'left', 'ended'));
    `);
  }
}
