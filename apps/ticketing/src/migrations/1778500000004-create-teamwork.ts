import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who watches a ticket, what it is linked with, until when it sleeps, what was done to many at once; what a contact bought. */
export class CreateTeamwork1778500000004 implements MigrationInterface {
  readonly name = 'CreateTeamwork1778500000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_watchers (
        ticket_id uuid not null,
        agent_id uuid not null,
        since timestamptz not null,
        primary key (ticket_id, agent_id)
      );
      create index ticket_watchers_agent on ticket_watchers (agent_id, since desc);
      create table ticket_links (
        id uuid primary key,
        from_ticket uuid not null,
        to_ticket uuid not null,
        kind text not null,
        actor jsonb not null,
        made_at timestamptz not null,
        unique (from_ticket, to_ticket, kind)
      );
      create index ticket_links_to on ticket_links (to_ticket);
      create table snoozes (
        ticket_id uuid primary key,
        until timestamptz not null,
        note text,
        actor jsonb not null,
        set_at timestamptz not null,
        seq integer not null
      );
      create table bulk_actions (
        id uuid primary key,
        kind text not null,
        actor jsonb not null,
        changes jsonb not null,
        made_at timestamptz not null,
        undone_at timestamptz,
        undone_by jsonb
      )`);
    await runner.query('create index bulk_actions_tickets on bulk_actions using gin (changes jsonb_path_ops)');
    await runner.query(`
      create table contact_products (
        id uuid primary key,
        contact_id uuid not null,
        name text not null,
        model text,
        version text,
        serial text,
        bought_on date,
        order_number text,
        fields jsonb not null,
        changed_at timestamptz not null
      );
      create index contact_products_contact on contact_products (contact_id);
      create table contact_orders (
        number text primary key,
        contact_id uuid not null,
        placed_at timestamptz,
        status text,
        total text,
        url text,
        fields jsonb not null,
        changed_at timestamptz not null
      );
      create index contact_orders_contact on contact_orders (contact_id, placed_at desc);
      create table ticket_orders (
        ticket_id uuid not null,
        order_number text not null,
        actor jsonb not null,
        linked_at timestamptz not null,
        primary key (ticket_id, order_number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table if exists ticket_orders, contact_orders, contact_products, bulk_actions, snoozes, ticket_links, ticket_watchers',
    );
  }
}
