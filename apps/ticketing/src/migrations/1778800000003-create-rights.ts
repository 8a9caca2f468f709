import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles of the desk's own, and tickets that are opened to others than their group. */
export class CreateRights1778800000003 implements MigrationInterface {
  readonly name = 'CreateRights1778800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agents drop constraint agents_role_check');
    await runner.query(`
      create table ticket_guests (
        ticket_id uuid not null,
        guest uuid not null,
        reason text not null,
        since timestamptz not null,
        primary key (ticket_id, guest, reason)
      )`);
    await runner.query('create index ticket_guests_guest on ticket_guests (guest)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ticket_guests');
    await runner.query(`update agents set role = 'agent' where role not in ('agent', 'supervisor', 'admin')`);
    await runner.query(`alter table agents add constraint agents_role_check check (role in ('agent', 'supervisor', 'admin'))`);
  }
}
