import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row that configuration left out forgets what it was made from: one that a hand took away keeps it, and stays away as long as configuration is the same. */
export class RemovedInboxes1779200000061 implements MigrationInterface {
  readonly name = 'RemovedInboxes1779200000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('update connector_inboxes set seeded_from = null where removed_at is not null');
  }

  /** An older program puts back whatever is configured; nothing needs to be undone. */
  async down(): Promise<void> {
    // Nothing was added.
  }
}
