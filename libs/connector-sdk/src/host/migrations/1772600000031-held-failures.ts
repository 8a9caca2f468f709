import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a reply failed at the other side: `attempts` counts each time that something was told of it, also of those that only stand behind another. */
export class HeldFailures1772600000031 implements MigrationInterface {
  readonly name = 'HeldFailures1772600000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sent_commands add column failures integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sent_commands drop column failures');
  }
}
