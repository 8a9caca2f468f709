import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often an outside language model was asked, minute by minute. */
export class CreateRecognitionCalls1778950000001 implements MigrationInterface {
  readonly name = 'CreateRecognitionCalls1778950000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table recognition_calls (minute timestamptz primary key, calls integer not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists recognition_calls');
  }
}
