import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What agents ask for again and again, under a name of their own. */
export class CreateViews1779300000002 implements MigrationInterface {
  readonly name = 'CreateViews1779300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_views (
        id uuid primary key,
        agent_id uuid not null,
        name text not null,
        query jsonb not null,
        made_at timestamptz not null,
        changed_at timestamptz not null
      );
      create index ticket_views_agent on ticket_views (agent_id, made_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists ticket_views');
  }
}
