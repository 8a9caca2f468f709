import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Facts of a day added up, so that a year is read in thousands of rows instead of millions: by part of the desk (agent is null), by agent, and for each
 * promise. `report_rollups` says of which days they are there, made by which rules; a day that changed is made anew.
 */
export class CreateReportDays1778700000003 implements MigrationInterface {
  readonly name = 'CreateReportDays1778700000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table report_rollups (
        day date not null,
        name text not null,
        rule text not null,
        dirty boolean not null default false,
        primary key (day, name)
      ) with (fillfactor = 80)`);
    await runner.query(`create index report_rollups_dirty on report_rollups (day) where dirty`);
    const sums = [
      'inquiries',
      'answered',
      'answer_s',
      'solved',
      'first_contact',
      'solve_n',
      'solve_s',
      'rated',
      'satisfied',
      'points_n',
      'points',
    ];
    const more = ['low', 'reopened', 'badly', 'recommended', 'promoters', 'detractors', 'follow_ups', 'followed_up', 'complex', 'archived'];
    await runner.query(`
      create table report_days (
        day date not null,
        channel text,
        category text,
        group_id uuid,
        agent_id uuid,
        example uuid,
        ${[...sums, ...more].map((name) => `${name} double precision not null`).join(',\n        ')}
      )`);
    await runner.query('create index report_days_parts on report_days (day) where agent_id is null');
    await runner.query('create index report_days_agents on report_days (day) where agent_id is not null');
    await runner.query(`
      create table report_promise_days (
        day date not null,
        promise text not null,
        measured double precision not null,
        seconds double precision not null,
        good double precision not null,
        primary key (day, promise)
      )`);
    await runner.query('create index report_facts_opened on report_facts (opened_at, ticket_id) where counted');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists report_facts_opened');
    await runner.query('drop table if exists report_promise_days, report_days, report_rollups');
  }
}
