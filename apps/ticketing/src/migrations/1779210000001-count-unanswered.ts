import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What waits longer than is promised breaks the promise before it is answered: facts say who waits for whom, and days when the next of them falls due.
 * `POST /report-facts` counts what is older.
 */
export class CountUnanswered1779210000001 implements MigrationInterface {
  readonly name = 'CountUnanswered1779210000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table report_facts
        add column call_lost_s integer,
        add column taken_down boolean not null default false,
        add column with_bot boolean not null default false,
        add column handed_at timestamptz`);
    await runner.query('alter table report_promise_days add column due_at timestamptz');
    await runner.query('create index report_promise_days_due on report_promise_days (due_at) where due_at is not null');
    await runner.query('update report_rollups set dirty = true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table report_promise_days drop column due_at');
    await runner.query(
      'alter table report_facts drop column call_lost_s, drop column taken_down, drop column with_bot, drop column handed_at',
    );
  }
}
