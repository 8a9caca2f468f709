import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The entry of a measure that holds the file of its recording. */
export class AddMeasureRecordings1779260000002 implements MigrationInterface {
  readonly name = 'AddMeasureRecordings1779260000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table measures add column recording_entry uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table measures drop column recording_entry');
  }
}
