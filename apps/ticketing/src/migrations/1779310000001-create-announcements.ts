import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the desk tells everybody, and which of its figures a person released. */
export class CreateAnnouncements1779310000001 implements MigrationInterface {
  readonly name = 'CreateAnnouncements1779310000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table announcements (
        id uuid primary key,
        texts jsonb not null,
        severity text not null check (severity in ('info', 'warning', 'outage')),
        starts_at timestamptz not null,
        ends_at timestamptz,
        shown_from timestamptz not null,
        incident_id uuid,
        version int not null default 1,
        made_at timestamptz not null,
        made_by jsonb not null,
        changed_at timestamptz not null,
        changed_by jsonb not null,
        withdrawn_at timestamptz,
        withdrawn_by jsonb
      );
      create index announcements_starts on announcements (starts_at desc, id desc);
      create table figure_releases (
        id uuid primary key,
        run_id uuid not null,
        key text not null,
        released_at timestamptz not null,
        released_by jsonb not null,
        withdrawn_at timestamptz,
        withdrawn_by jsonb
      );
      create unique index figure_releases_run on figure_releases (run_id) where withdrawn_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists figure_releases, announcements');
  }
}
