import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People put together, and what each time moved, so that it can be undone; and codes that prove an address. */
export class CreateContactMerges1772800000001 implements MigrationInterface {
  readonly name = 'CreateContactMerges1772800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table contact_merges (
        id uuid primary key,
        from_contact uuid not null,
        into_contact uuid not null,
        reason text not null,
        identities jsonb not null,
        led uuid[] not null,
        actor jsonb not null,
        made_at timestamptz not null,
        undone_at timestamptz,
        undone_by jsonb
      )`);
    await runner.query('create index contact_merges_from on contact_merges (from_contact)');
    await runner.query('create index contact_merges_into on contact_merges (into_contact)');
    await runner.query(`create index contacts_merged on contacts (merged_into) where merged_into is not null`);
    await runner.query(`
      create table contact_confirmations (
        id uuid primary key,
        contact_id uuid not null,
        scheme text not null,
        value text not null,
        code_hash text not null,
        attempts integer not null default 0,
        actor jsonb not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        confirmed_at timestamptz
      )`);
    await runner.query('create index contact_confirmations_contact on contact_confirmations (contact_id, created_at)');
    await runner.query('create index contact_confirmations_value on contact_confirmations (scheme, value, created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists contact_confirmations, contact_merges');
    await runner.query('drop index if exists contacts_merged');
  }
}
