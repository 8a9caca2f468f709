import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who wrote what a colleague forwarded, offered as the contact of the ticket. */
export class CreateContactOffers1772500000002 implements MigrationInterface {
  readonly name = 'CreateContactOffers1772500000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table contact_offers (
      entry_id uuid primary key,
      scheme text not null,
      value text not null,
      display_name text,
      message_ids text[] not null,
      forwarder text not null,
      reason text not null check (reason in ('agent_forwarded', 'colleague_forwarded')),
      verified boolean not null,
      state text not null default 'offered' check (state in ('offered', 'accepted', 'rejected')),
      before jsonb,
      actor jsonb,
      decided_at timestamptz
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table contact_offers');
  }
}
