import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an escalation and the last edit of an archive are taken back by; the version of what the desk knows of a contact. */
export class CreateUndoMarks1779100000003 implements MigrationInterface {
  readonly name = 'CreateUndoMarks1779100000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table escalations add column from_assignee uuid, add column undone_at timestamptz, add column undone_by jsonb`,
    );
    await runner.query('alter table ticket_archives add column last_edit jsonb');
    await runner.query('alter table contacts add column version integer not null default 1');
    await runner.query('create index bulk_actions_changes on bulk_actions using gin (changes jsonb_path_ops)');
    await runner.query('create index bulk_actions_made on bulk_actions (kind, made_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists bulk_actions_changes, bulk_actions_made');
    await runner.query('alter table contacts drop column version');
    await runner.query('alter table ticket_archives drop column last_edit');
    await runner.query('alter table escalations drop column from_assignee, drop column undone_at, drop column undone_by');
  }
}
