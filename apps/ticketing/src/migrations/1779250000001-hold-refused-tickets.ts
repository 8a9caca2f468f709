import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets of who came by a door that is not for him wait for nobody until it is. */
export class HoldRefusedTickets1779250000001 implements MigrationInterface {
  readonly name = 'HoldRefusedTickets1779250000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table access_refusals add column held boolean not null default false;
      create index access_refusals_held on access_refusals (ticket_id) where held;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table access_refusals drop column held');
  }
}
