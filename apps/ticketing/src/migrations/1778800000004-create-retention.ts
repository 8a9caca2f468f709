import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must not go, and which tickets went out already. */
export class CreateRetention1778800000004 implements MigrationInterface {
  readonly name = 'CreateRetention1778800000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table legal_holds (
        id uuid primary key,
        ticket_id uuid,
        contact_id uuid,
        reason text not null,
        placed_by jsonb not null,
        placed_at timestamptz not null,
        lifted_at timestamptz,
        lifted_by jsonb,
        check ((ticket_id is null) <> (contact_id is null))
      )`);
    await runner.query('create index legal_holds_ticket on legal_holds (ticket_id) where lifted_at is null and ticket_id is not null');
    await runner.query('create index legal_holds_contact on legal_holds (contact_id) where lifted_at is null and contact_id is not null');
    await runner.query('alter table tickets add column pruned_at timestamptz');
    await runner.query(`create index tickets_prunable on tickets (updated_at) where status = 'closed' and pruned_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index tickets_prunable');
    await runner.query('alter table tickets drop column pruned_at');
    await runner.query('drop table legal_holds');
  }
}
