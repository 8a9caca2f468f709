import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done only with the customer's consent: who asked, who consented and how, from when until when. */
export class CreateMeasures1778300000005 implements MigrationInterface {
  readonly name = 'CreateMeasures1778300000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table measures (
        id uuid primary key,
        ticket_id uuid not null,
        kind text not null,
        what text not null,
        risk text,
        tool text,
        rights text,
        state text not null check (state in ('asked', 'consented', 'refused', 'running', 'ended')),
        asked_at timestamptz not null,
        asked_by jsonb not null,
        asked_entry uuid,
        decided_at timestamptz,
        decided_by text,
        decided_how text,
        consent_entry uuid,
        recorded_by jsonb,
        started_at timestamptz,
        started_by jsonb,
        ended_at timestamptz,
        ended_by jsonb,
        recording text,
        result text
      )`);
    await runner.query('create index measures_ticket on measures (ticket_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists measures');
  }
}
