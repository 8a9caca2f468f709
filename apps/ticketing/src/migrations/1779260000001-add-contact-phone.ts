import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Phone and mail of a contact as he said them, beside the identities by which he is known. */
export class AddContactPhone1779260000001 implements MigrationInterface {
  readonly name = 'AddContactPhone1779260000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contact_profiles add column phone text, add column email text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contact_profiles drop column phone, drop column email');
  }
}
