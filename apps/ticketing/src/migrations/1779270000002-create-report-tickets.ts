import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tickets a kept report names: so that forgetting some need not read all that was ever kept. */
export class CreateReportTickets1779270000002 implements MigrationInterface {
  readonly name = 'CreateReportTickets1779270000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table report_runs add column tickets text[] not null default '{}'`);
    await runner.query(`
      update report_runs r set tickets = array(
        select distinct cells->>(c.n - 1)::int
        from json_array_elements(r.report->'columns') with ordinality as c (said, n), json_array_elements(r.report->'rows') cells
        where c.said->>'key' = 'number')
      where kind in ('request-log', 'progress', 'satisfaction')`);
    await runner.query('create index report_runs_tickets on report_runs using gin (tickets)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table report_runs drop column tickets');
  }
}
