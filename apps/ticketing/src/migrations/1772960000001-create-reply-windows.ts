import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each conversation with limits may be answered, by the newest word of its connector, and what was answered in it, whatever the ticket. */
export class CreateReplyWindows1772960000001 implements MigrationInterface {
  readonly name = 'CreateReplyWindows1772960000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reply_windows (
        inbox_id text not null,
        conversation_key text not null,
        said_at timestamptz not null,
        learned_at timestamptz not null,
        reply_window json not null,
        primary key (inbox_id, conversation_key)
      ) with (fillfactor = 85)`);
    // Mail, most of what is sent, goes on in no conversation: it is not in here.
    await runner.query(
      `create index entries_answers on entries (inbox_id, (reply_context->>'conversationKey'), recorded_at)
       where direction = 'outbound' and reply_context->>'continues' = 'true'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists entries_answers');
    await runner.query('drop table if exists reply_windows');
  }
}
