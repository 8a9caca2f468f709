import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The desk's versions, its groups, what a ticket knows beyond its thread, what is to happen later, and what people of the desk are told. */
export class CreateDesk1778000000001 implements MigrationInterface {
  readonly name = 'CreateDesk1778000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DESK);
    await runner.query(TICKETS);
    await runner.query(WORK);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists automatic_messages, notice_reads, notices, followed_events, timers, contact_profiles');
    await runner.query('drop view if exists group_people');
    await runner.query('drop table if exists group_logins, group_members, groups, desk_versions');
    await runner.query(`alter table tickets drop column desk_version, drop column request_type, drop column stage, drop column language,
      drop column mood, drop column urgency, drop column level, drop column tags, drop column fields`);
  }
}

const DESK = `
  create table desk_versions (
    version integer primary key,
    desk json not null,
    source text not null check (source in ('file', 'command', 'api')),
    actor jsonb not null,
    note text,
    applied_at timestamptz not null
  );
  create table groups (
    id uuid primary key,
    key text not null unique,
    name jsonb not null,
    removed boolean not null default false
  );
  create table group_members (
    group_id uuid not null,
    agent_id uuid not null,
    primary key (group_id, agent_id)
  );
  create index group_members_agent on group_members (agent_id);
  create table group_logins (
    group_id uuid not null,
    email text not null,
    primary key (group_id, email)
  );
  create index group_logins_email on group_logins (email);
  create view group_people as
    select group_id, agent_id from group_members
    union select l.group_id, a.id from group_logins l join agents a on a.email = l.email;
  create table contact_profiles (
    contact_id uuid primary key,
    plan text,
    class text,
    company text,
    department text,
    postal_address text,
    language text,
    vip boolean not null default false,
    account_manager uuid,
    fields jsonb not null default '{}',
    updated_at timestamptz not null
  );
`;

const TICKETS = `
  alter table tickets add column desk_version integer, add column request_type text, add column stage text, add column language text,
    add column mood text, add column urgency text, add column level integer, add column tags text[] not null default '{}',
    add column fields jsonb not null default '{}';
  create index tickets_tags on tickets using gin (tags) where tags <> '{}';
`;

const WORK = `
  create table timers (
    kind text not null,
    key text not null,
    ticket_id uuid,
    due_at timestamptz not null,
    data jsonb not null,
    tries integer not null default 0,
    primary key (kind, key)
  );
  create index timers_due on timers (due_at);
  create index timers_ticket on timers (ticket_id) where ticket_id is not null;
  create table followed_events (
    event_id uuid primary key,
    at timestamptz not null
  );
  create index followed_events_at on followed_events (at);
  create table notices (
    id uuid primary key,
    kind text not null,
    text text not null,
    ticket_id uuid,
    to_role text,
    to_group uuid,
    to_agent uuid,
    created_at timestamptz not null
  );
  create index notices_created on notices (created_at desc, id desc);
  create table notice_reads (
    notice_id uuid not null,
    agent_id uuid not null,
    seen_at timestamptz not null,
    primary key (notice_id, agent_id)
  );
  create table automatic_messages (
    key text primary key,
    ticket_id uuid not null,
    reason text not null,
    outcome text not null,
    at timestamptz not null
  );
  create index automatic_messages_ticket on automatic_messages (ticket_id, at);
`;
