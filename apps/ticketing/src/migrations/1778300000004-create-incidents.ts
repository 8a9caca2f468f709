import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents: one problem, whom it touches, what they were told, what they get for it. */
export class CreateIncidents1778300000004 implements MigrationInterface {
  readonly name = 'CreateIncidents1778300000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table incidents (
        id uuid primary key,
        ticket_id uuid not null unique,
        title text not null,
        state text not null check (state in ('open', 'closed')),
        started_at timestamptz not null,
        ended_at timestamptz,
        opened_at timestamptz not null,
        opened_by jsonb not null,
        closed_at timestamptz,
        affected jsonb
      );
      create index incidents_opened on incidents (opened_at desc, id desc);
      create table incident_customers (
        incident_id uuid not null,
        contact_id uuid not null,
        ticket_id uuid,
        how text not null check (how in ('hand', 'filter', 'alert')),
        linked_at timestamptz not null,
        primary key (incident_id, contact_id)
      );
      create index incident_customers_ticket on incident_customers (ticket_id) where ticket_id is not null;
      create table incident_tickets (
        incident_id uuid not null,
        ticket_id uuid not null,
        how text not null,
        linked_at timestamptz not null,
        primary key (incident_id, ticket_id)
      );
      create index incident_tickets_ticket on incident_tickets (ticket_id);
      create table incident_notices (
        id uuid primary key,
        incident_id uuid not null,
        kind text not null check (kind in ('began', 'update', 'ended')),
        text text not null,
        actor jsonb not null,
        created_at timestamptz not null
      );
      create index incident_notices_incident on incident_notices (incident_id, created_at);
      create table incident_tellings (
        notice_id uuid not null,
        contact_id uuid not null,
        at timestamptz not null,
        outcome text not null,
        entry_id uuid,
        primary key (notice_id, contact_id)
      );
      create table compensations (
        id uuid primary key,
        key text not null unique,
        ticket_id uuid,
        contact_id uuid not null,
        incident_id uuid,
        policy text not null,
        amount numeric(14, 2) not null,
        unit text not null,
        reason text not null,
        basis jsonb not null,
        state text not null check (state in ('proposed', 'approved', 'refused')),
        proposed_at timestamptz not null,
        proposed_by jsonb not null,
        decided_at timestamptz,
        decided_by jsonb,
        note text
      );
      create index compensations_proposed on compensations (proposed_at, id);
      create index compensations_ticket on compensations (ticket_id) where ticket_id is not null;
      create index compensations_incident on compensations (incident_id) where incident_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table if exists compensations, incident_tellings, incident_notices, incident_tickets, incident_customers, incidents',
    );
  }
}
