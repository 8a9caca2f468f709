import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Booked times, reviews of what was said and answered, and visits to branches. */
export class CreateBookings1778500000003 implements MigrationInterface {
  readonly name = 'CreateBookings1778500000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bookings (
        id uuid primary key,
        service text not null,
        contact_id uuid not null,
        ticket_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        state text not null check (state in ('booked', 'cancelled', 'done')),
        moves integer not null default 0,
        note text,
        actor jsonb not null,
        booked_at timestamptz not null,
        changed_at timestamptz not null,
        version integer not null default 1
      );
      create index bookings_slot on bookings (service, starts_at) where state <> 'cancelled';
      create index bookings_ticket on bookings (ticket_id);
      create index bookings_contact on bookings (contact_id, starts_at desc)`);
    await runner.query(`
      create table entry_reviews (
        id uuid primary key,
        sheet text not null,
        ticket_id uuid not null,
        entry_id uuid not null,
        subject text not null check (subject in ('recordings', 'answers')),
        chosen boolean not null,
        agent_id uuid,
        occurred_at timestamptz not null,
        scores jsonb,
        result double precision,
        passed boolean,
        note text,
        reviewer jsonb,
        reviewed_at timestamptz,
        unique (sheet, entry_id)
      );
      create index entry_reviews_waiting on entry_reviews (occurred_at, id) where chosen and reviewed_at is null;
      create index entry_reviews_time on entry_reviews (sheet, occurred_at)`);
    await runner.query(`
      create table visits (
        ticket_id uuid primary key,
        branch text not null,
        receipt text not null,
        actor jsonb not null,
        visited_at timestamptz not null
      );
      create index visits_branch on visits (branch, visited_at desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists visits, entry_reviews, bookings');
  }
}
