import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which conversations were mailed, so that nobody is pestered with them. Addresses as hashes: they are only compared. */
export class CreateTranscriptMails1772900000002 implements MigrationInterface {
  readonly name = 'CreateTranscriptMails1772900000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table transcript_mails (
        id uuid primary key,
        inbox_id text not null,
        conversation_key text not null,
        address_hash text not null,
        queued_at timestamptz not null
      )`);
    await runner.query('create index transcript_mails_conversation on transcript_mails (inbox_id, conversation_key, queued_at)');
    await runner.query('create index transcript_mails_address on transcript_mails (address_hash, queued_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists transcript_mails');
  }
}
