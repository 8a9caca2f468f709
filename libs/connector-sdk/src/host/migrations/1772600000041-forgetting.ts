import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHANGES = [
  'alter table connector_state add column expires_at timestamptz, add column conversation_key text',
  'create index connector_state_expiring on connector_state (expires_at) where expires_at is not null',
  'create index connector_state_of_conversation on connector_state (inbox_id, conversation_key) where conversation_key is not null',
  'alter table transcripts add column forgotten_seq bigint not null default 0, add column touched_on date',
  `update transcripts t set touched_on = (select (l.at at time zone 'UTC')::date from transcript_lines l
     where l.inbox_id = t.inbox_id and l.conversation_key = t.conversation_key and l.seq = t.last_seq)`,
  'create index transcripts_touched on transcripts (touched_on) where touched_on is not null',
];

/** State that ends, or goes with its conversation; transcripts that are forgotten, from their first line on. A transcript without lines is untouched. */
export class Forgetting1772600000041 implements MigrationInterface {
  readonly name = 'Forgetting1772600000041';

  async up(runner: QueryRunner): Promise<void> {
    for (const change of CHANGES) await runner.query(change);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table transcripts drop column forgotten_seq, drop column touched_on');
    await runner.query('alter table connector_state drop column expires_at, drop column conversation_key');
  }
}
