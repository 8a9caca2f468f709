import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table agents (
     id uuid primary key,
     email text not null unique check (email = lower(email)),
     display_name text not null,
     role text not null check (role in ('agent', 'supervisor', 'admin')),
     password_hash text not null,
     created_at timestamptz not null,
     password_changed_at timestamptz not null,
     disabled_at timestamptz
   )`,
  // Tokens and keys are 192 random bits or more: a plain sha256 of them cannot be guessed backwards, and can be looked up.
  `create table agent_sessions (
     token_hash text primary key,
     agent_id uuid not null references agents on delete cascade,
     created_at timestamptz not null,
     last_used_at timestamptz not null
   )`,
  'create index agent_sessions_agent on agent_sessions (agent_id)',
  'create index agent_sessions_used on agent_sessions (last_used_at)',
  `create table api_keys (
     id uuid primary key,
     name text not null,
     prefix text not null,
     key_hash text not null unique,
     scopes text[] not null,
     created_by text not null,
     created_at timestamptz not null,
     last_used_at timestamptz,
     revoked_at timestamptz
   )`,
  `create table login_failures (
     subject text primary key,
     failures integer not null,
     window_started_at timestamptz not null
   )`,
  `create table http_idempotency (
     principal text not null,
     key text not null,
     request_hash text not null,
     answer json,
     started_at timestamptz not null,
     primary key (principal, key)
   )`,
  'create index http_idempotency_started on http_idempotency (started_at)',
  // Few entries wait for a review: the list of their tickets must not look at the others.
  `create index entries_review on entries (ticket_id) where threading->>'review' = 'true'`,
];

/** Who may ask over HTTP, what was asked already, and what lists need beyond the tables of intake. */
export class CreateAccess1772100000001 implements MigrationInterface {
  readonly name = 'CreateAccess1772100000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index entries_review');
    await runner.query('drop table http_idempotency, login_failures, api_keys, agent_sessions, agents');
  }
}
