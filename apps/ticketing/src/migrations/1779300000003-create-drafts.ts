import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agent has begun to write on a ticket and not sent. */
export class CreateDrafts1779300000003 implements MigrationInterface {
  readonly name = 'CreateDrafts1779300000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reply_drafts (
        ticket_id uuid not null,
        agent_id uuid not null,
        text text not null,
        note boolean not null,
        inbox_id text,
        receivers jsonb,
        cc jsonb,
        attachments jsonb not null,
        ticket_version integer,
        saved_at timestamptz not null,
        primary key (ticket_id, agent_id)
      );
      create index reply_drafts_saved on reply_drafts (saved_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists reply_drafts');
  }
}
