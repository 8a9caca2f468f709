import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What reports are counted from. `ticket_statuses` keeps what no other table does: when a ticket's status moved. `report_facts` is a row a ticket,
 * made of tickets, entries, statuses and feedback whenever one of them changes, and can be made anew of them at any time.
 */
export class CreateReports1778700000002 implements MigrationInterface {
  readonly name = 'CreateReports1778700000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_statuses (
        event_id uuid primary key,
        ticket_id uuid not null,
        at timestamptz not null,
        from_status text not null,
        to_status text not null
      )`);
    await runner.query('create index ticket_statuses_ticket on ticket_statuses (ticket_id, at)');
    await runner.query(`
      create table report_facts (
        ticket_id uuid primary key,
        counted boolean not null,
        opened_at timestamptz not null,
        opened_day date not null,
        answered_at timestamptz,
        solved_at timestamptz,
        closed_at timestamptz,
        first_answer_s integer,
        first_reply_s integer,
        solve_s integer,
        call_wait_s integer,
        messages smallint not null,
        answers smallint not null,
        reopened smallint not null,
        points real,
        recommend smallint,
        solved boolean not null,
        first_contact boolean not null,
        complex boolean not null,
        low boolean not null,
        is_call boolean not null,
        connected boolean not null,
        followed_up_at timestamptz,
        step text,
        channel text,
        inbox_id text,
        category text,
        priority text not null,
        status text not null,
        group_id uuid,
        agent_id uuid,
        answered_by uuid
      )`);
    await runner.query('create index report_facts_day on report_facts (opened_day) where counted');
    await runner.query('create index report_facts_solved on report_facts (solved_at) where counted and solved_at is not null');
    await runner.query(`
      create table report_runs (
        id uuid primary key,
        key text not null,
        kind text not null,
        period_from date not null,
        period_to date not null,
        report json not null,
        shown boolean not null,
        made_at timestamptz not null,
        unique (key, period_from, period_to)
      )`);
    await runner.query('create table live_alerts (key text primary key, value double precision not null, since timestamptz not null)');
    await runner.query('create index report_runs_made on report_runs (made_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists live_alerts, report_runs, report_facts, ticket_statuses');
  }
}
