import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days are added up by inbox too: a report may be of one, 企业微信 apart from 公众号. */
export class CountByInbox1779210000002 implements MigrationInterface {
  readonly name = 'CountByInbox1779210000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table report_days add column inbox_id text');
    await runner.query('update report_rollups set dirty = true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table report_days drop column inbox_id');
  }
}
