import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How conversations stand whose channel shows it to the contact: who waits in which place, and what was told. */
export class CreateLiveConversations1772900000001 implements MigrationInterface {
  readonly name = 'CreateLiveConversations1772900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table live_conversations (
        inbox_id text not null,
        conversation_key text not null,
        channel text not null,
        ticket_id uuid not null,
        state text not null check (state in ('queued', 'returned', 'joined', 'left', 'ended')),
        began_at timestamptz not null,
        position integer,
        began_position integer,
        agent text,
        read_seq integer not null default 0,
        answered_at timestamptz,
        pace_ms double precision,
        primary key (inbox_id, conversation_key)
      ) with (fillfactor = 85)`);
    await runner.query('create index live_conversations_ticket on live_conversations (ticket_id)');
    await runner.query(
      `create index live_conversations_line on live_conversations (inbox_id, began_at, conversation_key) where state = 'queued'`,
    );
    await runner.query('create index live_conversations_pace on live_conversations (inbox_id, answered_at desc) where pace_ms is not null');
    await runner.query('create table waiting_lines (inbox_id text primary key, told_at timestamptz not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists waiting_lines, live_conversations');
  }
}
