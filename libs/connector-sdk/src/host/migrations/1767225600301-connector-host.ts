import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `create table connector_inboxes (
     id text primary key,
     channel text not null,
     provider text,
     version integer not null,
     settings jsonb not null,
     number_code text,
     enabled boolean not null,
     removed_at timestamptz,
     seeded_from text,
     created_at timestamptz not null,
     updated_at timestamptz not null
   )`,
  `create table connector_state (
     inbox_id text not null,
     key text not null,
     value jsonb not null,
     updated_at timestamptz not null,
     primary key (inbox_id, key)
   )`,
  `create table transcripts (
     inbox_id text not null,
     conversation_key text not null,
     last_seq bigint not null,
     primary key (inbox_id, conversation_key)
   )`,
  `create table transcript_lines (
     inbox_id text not null,
     conversation_key text not null,
     seq bigint not null,
     id text not null,
     direction text not null,
     body jsonb not null,
     at timestamptz not null,
     primary key (inbox_id, conversation_key, seq),
     unique (inbox_id, conversation_key, id)
   )`,
  `create table leases (
     name text primary key,
     owner text,
     beat bigint not null,
     taken_at timestamptz not null
   )`,
  `create table sent_commands (
     command_id uuid primary key,
     inbox_id text not null,
     conversation_key text not null,
     status text not null,
     attempts integer not null,
     idempotent boolean not null,
     hold_code text,
     hold_until timestamptz,
     results jsonb,
     created_at timestamptz not null,
     updated_at timestamptz not null
   )`,
];

/** Inboxes, what their connectors remember, leases, and the ledger of what was sent. */
export class ConnectorHost1767225600301 implements MigrationInterface {
  readonly name = 'ConnectorHost1767225600301';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sent_commands, leases, transcript_lines, transcripts, connector_state, connector_inboxes');
  }
}
