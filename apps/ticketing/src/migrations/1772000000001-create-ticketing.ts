import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The system of record. No foreign keys on what intake writes: each would cost a look-up a row, and the one writer of these tables is
 * intake's transaction. Wide values are `json`, not `jsonb`: they are written once, handed out whole and never searched. Entries of up to
 * 8 kB stay in their row uncompressed, as they do on the log.
 */
export class CreateTicketing1772000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PEOPLE);
    await runner.query(TICKETS);
    await runner.query(ENTRIES);
    await runner.query(THREADING);
    await runner.query(BOOKKEEPING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table if exists inboxes, moves, address_activity, number_counters, conversation_tickets,
      message_claims, ledger, entry_blobs, entries, ticket_people, tickets, identities, contacts`);
  }
}

const PEOPLE = `
  create table contacts (
    id uuid primary key,
    display_name text,
    locale text,
    merged_into uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create table identities (
    scheme text not null,
    scope text not null,
    value text not null,
    contact_id uuid not null,
    raw text not null,
    assurance text not null,
    created_at timestamptz not null,
    primary key (scheme, scope, value)
  );
  create index identities_contact on identities (contact_id);
`;

const TICKETS = `
  create table tickets (
    id uuid primary key,
    number text not null unique,
    subject text not null,
    topic uuid,
    starts_with_reply boolean not null default false,
    first_occurred_at timestamptz,
    last_occurred_at timestamptz,
    status text not null check (status in ('new', 'open', 'pending', 'solved', 'closed')),
    priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    category text,
    group_id uuid,
    assignee_id uuid,
    contact_id uuid not null,
    channels text[] not null,
    inbox_id text,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    last_seq integer not null default 0,
    folded boolean not null default false,
    quarantined boolean not null default false,
    number_told jsonb,
    automatic_mails integer not null default 0,
    merged_into uuid
  ) with (fillfactor = 85);
  create index tickets_opened on tickets (opened_at desc, id desc);
  create index tickets_updated on tickets (updated_at desc, id desc);
  create index tickets_status on tickets (status, opened_at desc, id desc);
  create index tickets_contact on tickets (contact_id, opened_at desc, id desc);
  create index tickets_topic on tickets (topic, opened_at desc) where topic is not null;
  create index tickets_assignee on tickets (assignee_id, opened_at desc, id desc) where assignee_id is not null;
  create index tickets_group on tickets (group_id, opened_at desc, id desc) where group_id is not null;
  create index tickets_merged on tickets (merged_into) where merged_into is not null;
  create table ticket_people (
    ticket_id uuid not null,
    person text not null,
    contact_id uuid,
    participant boolean not null,
    primary key (ticket_id, person)
  );
`;

const ENTRIES = `
  create table entries (
    id uuid primary key,
    ticket_id uuid not null,
    seq integer not null,
    direction text not null check (direction in ('inbound', 'outbound', 'echo', 'note', 'system')),
    channel text not null,
    inbox_id text,
    remote_message_id text,
    idempotency_key text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null,
    revision integer not null default 1,
    deliveries integer not null default 1,
    folded boolean not null default false,
    author json not null,
    plain_text text not null,
    new_text text,
    parts json not null,
    threading json,
    delivery json,
    flags json not null,
    raw json,
    reply_context json,
    unique (ticket_id, seq)
  ) with (toast_tuple_target = 8160);
  do $$ begin
    alter table entries alter column parts set compression lz4, alter column plain_text set compression lz4,
      alter column new_text set compression lz4, alter column reply_context set compression lz4;
  exception when feature_not_supported then null;
  end $$;
  create table entry_blobs (
    sha256 bytea not null,
    entry_id uuid not null,
    primary key (sha256, entry_id)
  );
  create table ledger (
    entry_id uuid not null,
    delivery_id text not null,
    inbox_id text not null,
    remote_message_id text not null,
    outcome text not null check (outcome in ('ticketed', 'duplicate')),
    received_at timestamptz not null,
    recorded_at timestamptz not null
  );
  create unique index ledger_delivery on ledger (left(remote_message_id, 200), entry_id, delivery_id);
  create index ledger_recorded on ledger (recorded_at desc, entry_id desc, delivery_id desc);
`;

const THREADING = `
  create table message_claims (
    message_id text primary key,
    ticket_id uuid not null,
    entry_id uuid,
    ours boolean not null default false
  );
  create table conversation_tickets (
    inbox_id text not null,
    conversation_key text not null,
    ticket_id uuid not null,
    updated_at timestamptz not null,
    primary key (inbox_id, conversation_key)
  );
  create table moves (
    id uuid primary key,
    kind text not null check (kind in ('move', 'merge', 'split')),
    from_ticket uuid not null,
    to_ticket uuid not null,
    entry_ids uuid[] not null,
    details jsonb not null,
    actor jsonb not null,
    made_at timestamptz not null,
    undone_at timestamptz,
    undone_by jsonb
  );
  create index moves_from on moves (from_ticket);
  create index moves_to on moves (to_ticket);
`;

const BOOKKEEPING = `
  create table number_counters (
    code text not null,
    day text not null,
    next integer not null,
    primary key (code, day)
  );
  create table address_activity (
    address text primary key,
    day text not null,
    acknowledged integer not null,
    silenced_day text,
    hour timestamptz not null,
    unthreaded integer not null,
    unthreaded_before integer not null
  );
  create table inboxes (
    id text primary key,
    channel text not null,
    provider text not null,
    state text not null,
    detail text,
    hint text,
    last_success_at timestamptz,
    last_error text,
    last_error_at timestamptz,
    capabilities jsonb,
    number_code text,
    address text,
    display_name text,
    removed boolean not null default false,
    changed_at timestamptz not null
  );
`;
