import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a keyed request did is known from its transaction on, not only from its answer on; and who works on it. */
export class CreateEffects1772200000001 implements MigrationInterface {
  readonly name = 'CreateEffects1772200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table http_idempotency add column effect json, add column claim uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table http_idempotency drop column effect, drop column claim');
  }
}
