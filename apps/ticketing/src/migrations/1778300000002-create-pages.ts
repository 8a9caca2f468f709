import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was called to an emergency, by which ways, and who took it. */
export class CreatePages1778300000002 implements MigrationInterface {
  readonly name = 'CreatePages1778300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table page_calls (
        id uuid primary key,
        key text not null unique,
        ticket_id uuid not null,
        rota text not null,
        reason text not null,
        state text not null check (state in ('calling', 'acknowledged', 'unanswered', 'ended')),
        started_at timestamptz not null,
        ended_at timestamptz,
        acknowledged_by text
      );
      create index page_calls_ticket on page_calls (ticket_id);
      create table pages (
        id uuid primary key,
        call_id uuid not null,
        place integer not null,
        person text not null,
        name text not null,
        state text not null check (state in ('sent', 'acknowledged', 'passed_on', 'unreachable', 'ended')),
        sent_at timestamptz not null,
        ended_at timestamptz,
        unique (call_id, place)
      );
      create table page_messages (
        id uuid primary key,
        page_id uuid not null,
        inbox_id text not null,
        address text,
        fault text
      );
      create index page_messages_page on page_messages (page_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists page_messages, pages, page_calls');
  }
}
