import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a stage is taken back by, which desk stages were judged by, and versions of reviews and of what agents bring along. */
export class CreateTakingBack1779240000001 implements MigrationInterface {
  readonly name = 'CreateTakingBack1779240000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table case_stages add column from_status text');
    await runner.query('create table stage_desks (one boolean primary key default true check (one), desk_version integer not null)');
    await runner.query('alter table entry_reviews add column version integer not null default 0');
    await runner.query('alter table agents add column work_version integer not null default 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agents drop column work_version');
    await runner.query('alter table entry_reviews drop column version');
    await runner.query('drop table if exists stage_desks');
    await runner.query('alter table case_stages drop column from_status');
  }
}
