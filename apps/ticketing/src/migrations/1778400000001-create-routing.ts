import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is there, what waits for whom, and who was given what and why. */
export class CreateRouting1778400000001 implements MigrationInterface {
  readonly name = 'CreateRouting1778400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AGENTS);
    await runner.query(WAITING);
    await runner.query(ASSIGNMENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists assignments, waiting_tickets, agent_presence');
    await runner.query('drop index if exists tickets_load, live_conversations_line');
    await runner.query('alter table live_conversations drop column rank, drop column due_at');
    await runner.query(
      `create index live_conversations_line on live_conversations (inbox_id, began_at, conversation_key) where state = 'queued'`,
    );
    await runner.query('alter table agents drop column skills, drop column languages, drop column capacity');
  }
}

/** Null: as the desk's file says. */
const AGENTS = `
  alter table agents add column skills jsonb, add column languages text[], add column capacity jsonb;
  create table agent_presence (
    agent_id uuid primary key,
    state text not null check (state in ('online', 'away', 'offline')),
    since timestamptz not null,
    expires_at timestamptz not null,
    idle_since timestamptz not null
  );
`;

const WAITING = `
  create table waiting_tickets (
    ticket_id uuid primary key,
    signature text not null,
    groups text[] not null,
    chosen boolean not null,
    channel text not null,
    language text,
    skills jsonb not null,
    strict boolean not null,
    must_speak boolean not null,
    held_for uuid,
    refused_by uuid[] not null,
    preferred jsonb not null,
    lane smallint not null,
    priority smallint not null,
    due_at timestamptz,
    since timestamptz not null
  ) with (fillfactor = 85);
  create index waiting_tickets_order on waiting_tickets (signature, lane, priority, due_at, since, ticket_id);
  create index waiting_tickets_held on waiting_tickets (held_for) where held_for is not null;
  create index tickets_load on tickets (assignee_id) where assignee_id is not null and status in ('new', 'open', 'pending') and merged_into is null;
  alter table live_conversations add column rank integer not null default 1002, add column due_at timestamptz;
  drop index live_conversations_line;
  create index live_conversations_line on live_conversations (inbox_id, rank, due_at, began_at, conversation_key) where state = 'queued';
`;

const ASSIGNMENTS = `
  create table assignments (
    id uuid primary key,
    ticket_id uuid not null,
    agent_id uuid not null,
    group_id uuid,
    reason text not null,
    candidates jsonb not null,
    others jsonb not null,
    at timestamptz not null,
    ended_at timestamptz,
    end_reason text,
    given_back boolean not null default false,
    turn bigint not null generated always as identity
  );
  create index assignments_ticket on assignments (ticket_id, turn);
  create index assignments_open on assignments (ticket_id) where ended_at is null;
`;
