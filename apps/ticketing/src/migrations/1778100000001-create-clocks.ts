import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was promised for tickets and when it is due; hours that a supervisor changed; who looked at what; contacts that no channel saw. */
export class CreateClocks1778100000001 implements MigrationInterface {
  readonly name = 'CreateClocks1778100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clocks (
        id uuid primary key,
        ticket_id uuid not null,
        kind text not null,
        round text not null,
        target text,
        calendar text,
        channel text,
        ivr text[] not null default '{}',
        length jsonb,
        stopped_by text[] not null,
        started_at timestamptz not null,
        started_by uuid,
        due_at timestamptz,
        warn_at timestamptz,
        pauses jsonb not null default '[]',
        warned_at timestamptz,
        breached_at timestamptz,
        met_at timestamptz,
        met_by uuid,
        cancelled_at timestamptz,
        cancelled_for text,
        desk_version integer not null
      ) with (fillfactor = 80);
      create index clocks_ticket on clocks (ticket_id, started_at);
      create index clocks_due on clocks (due_at, id) where met_at is null and cancelled_at is null and due_at is not null;
      create index clocks_breached on clocks (breached_at, id) where breached_at is not null;
      create index clocks_running on clocks (ticket_id) include (channel, desk_version) where met_at is null and cancelled_at is null;
      create table hours_overrides (
        id uuid primary key,
        channel text not null,
        opens boolean not null,
        from_at timestamptz not null,
        to_at timestamptz not null,
        reason text not null,
        actor jsonb not null,
        made_at timestamptz not null,
        withdrawn_at timestamptz,
        withdrawn_by jsonb
      );
      create index hours_overrides_to on hours_overrides (to_at);
      create table ticket_looks (
        ticket_id uuid not null,
        agent_id uuid not null,
        seen_at timestamptz not null,
        primary key (ticket_id, agent_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists ticket_looks, hours_overrides, clocks');
  }
}
