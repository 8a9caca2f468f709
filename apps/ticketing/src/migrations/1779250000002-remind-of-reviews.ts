import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When supervisors were told of a review that is overdue; once each. */
export class RemindOfReviews1779250000002 implements MigrationInterface {
  readonly name = 'RemindOfReviews1779250000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table entry_reviews add column reminded_at timestamptz;
      create index entry_reviews_to_remind on entry_reviews (sheet, occurred_at) where chosen and reviewed_at is null and reminded_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table entry_reviews drop column reminded_at');
  }
}
