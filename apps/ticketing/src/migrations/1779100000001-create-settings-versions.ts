import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What processes were started with, beside the desk's `profile`. */
export class CreateSettingsVersions1779100000001 implements MigrationInterface {
  readonly name = 'CreateSettingsVersions1779100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table settings_versions (
        version integer primary key,
        settings json not null,
        sections text[] not null,
        file text,
        started_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists settings_versions');
  }
}
