import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Numbers of orders and cases elsewhere, by which people ask for their tickets. */
export class CreateTicketReference1772950000001 implements MigrationInterface {
  readonly name = 'CreateTicketReference1772950000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table tickets add column reference text');
    await runner.query('create index tickets_reference on tickets (contact_id, upper(reference)) where reference is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table tickets drop column reference');
  }
}
