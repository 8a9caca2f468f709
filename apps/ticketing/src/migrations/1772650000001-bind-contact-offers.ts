import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An offer is for one ticket, whatever becomes of its entry; records of decisions hold ids, and no name that an erasure would have to find. */
export class BindContactOffers1772650000001 implements MigrationInterface {
  readonly name = 'BindContactOffers1772650000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table contact_offers add column ticket_id uuid, add column forwarder_contact uuid, add column contact_id uuid',
    );
    await runner.query(`update contact_offers o set ticket_id = e.ticket_id, value = case when o.scheme = 'email' then lower(o.value) else o.value end,
        forwarder_contact = coalesce((o.before->>'contactId')::uuid, (e.author->>'contactId')::uuid)
      from entries e where e.id = o.entry_id`);
    await runner.query(`update contact_offers o set contact_id = i.contact_id from identities i
      where o.state = 'accepted' and i.scheme = o.scheme and i.scope = '' and i.value = o.value`);
    await runner.query('delete from contact_offers where ticket_id is null or forwarder_contact is null');
    await runner.query('alter table contact_offers alter column ticket_id set not null, alter column forwarder_contact set not null');
    await runner.query('create index contact_offers_ticket on contact_offers (ticket_id)');
    await runner.query('create index contact_offers_value on contact_offers (value)');
    await runner.query(`with told as (
        select id, case when parts->0->'data'->>'undone' = 'true'
            then 'That who wrote the forwarded message is the contact of this ticket was undone.'
            else 'Who wrote the forwarded message is the contact of this ticket now.' end as text
        from entries where direction = 'system' and parts->0->>'code' = 'contact.changed' and ticket_id in (select ticket_id from contact_offers)
      )
      update entries e set plain_text = told.text, new_text = null, parts = jsonb_set(e.parts::jsonb, '{0,fallback}', to_jsonb(told.text))::json
      from told where told.id = e.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index contact_offers_value');
    await runner.query('alter table contact_offers drop column ticket_id, drop column forwarder_contact, drop column contact_id');
  }
}
