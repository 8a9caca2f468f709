import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of counts begin with their kind now. The counts of one day begin anew; rows under the old keys would never be found again, not to erase them either. */
export class CreateActivityKeys1772700000001 implements MigrationInterface {
  readonly name = 'CreateActivityKeys1772700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('truncate address_activity');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('truncate address_activity');
  }
}
