import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lies in quarantine is listed without walking through all tickets; what people decided about it can be undone. */
export class CreateQuarantine1772500000001 implements MigrationInterface {
  readonly name = 'CreateQuarantine1772500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index tickets_quarantined on tickets (opened_at desc, id desc) where quarantined');
    await runner.query(`create table quarantine_decisions (
      id uuid primary key,
      decision text not null check (decision in ('release', 'spam')),
      selection jsonb not null,
      ticket_ids uuid[] not null,
      folded_ids uuid[] not null,
      remaining integer not null,
      actor jsonb not null,
      made_at timestamptz not null,
      undone_at timestamptz,
      undone_by jsonb
    )`);
    await runner.query('create index quarantine_decisions_made on quarantine_decisions (made_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table quarantine_decisions');
    await runner.query('drop index tickets_quarantined');
  }
}
