import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers and tickets that were taken out of an incident: no rule or filter links them again. */
export class CreateIncidentReleases1778950000002 implements MigrationInterface {
  readonly name = 'CreateIncidentReleases1778950000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table incident_releases (
        incident_id uuid not null,
        subject uuid not null,
        released_at timestamptz not null,
        released_by jsonb not null,
        primary key (incident_id, subject)
      );
      create index incident_releases_subject on incident_releases (subject);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists incident_releases');
  }
}
