import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What put settings in force: a start, or a command beside running processes. */
export class CreateSettingsSources1779200000001 implements MigrationInterface {
  readonly name = 'CreateSettingsSources1779200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table settings_versions add column source text not null default 'start'`);
    await runner.query('alter table settings_versions alter column source drop default');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from settings_versions where source <> 'start'`);
    await runner.query('alter table settings_versions drop column source');
  }
}
