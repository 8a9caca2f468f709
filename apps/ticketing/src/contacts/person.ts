import { canonicalMailAddress } from '#contracts';
import type { Sql } from '#database';
import { PermanentError } from '#runtime';
import { contactKey, identityKey } from '../threading/index.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { ContactIdentity } from './contact.repository.js';

/** One person with all that was ever put together to be him. */
export interface Person {
  /** Contacts, merged ones too; the first is the one they lead to. None of who was only offered as the contact of a ticket. */
  readonly contactIds: readonly string[];
  readonly displayName: string | null;
  readonly identities: readonly ContactIdentity[];
  /** As `ticket_people` names him. */
  readonly keys: readonly string[];
}

/**
 * By the id of a contact, by an identity (`phone:+4930123456`), or by the value of one, as a mail address is. Throws `PermanentError`:
 * `contact_unknown`, `contact_ambiguous` when several people have an identity of that value.
 */
export async function findPerson(sql: Sql, who: string): Promise<Person> {
  const rows = await sql.query<{ id: string }>(
    isUuid(who)
      ? 'select coalesce(merged_into, id) as id from contacts where id = $1::uuid'
      : `select distinct coalesce(c.merged_into, c.id) as id from identities i join contacts c on c.id = i.contact_id
         where $1 in (i.value, i.raw, i.scheme || ':' || i.value, i.scheme || ':' || i.raw) or (i.scheme = 'email' and i.value = lower($1))`,
    [who],
  );
  const offered = rows.length === 0 ? await findOffered(sql, who) : [];
  if (offered.length === 1) return offered[0]!;
  if (offered.length > 1)
    throw new PermanentError(`${offered.length} people were offered as contacts who are known by ${who}`, {
      code: 'contact_ambiguous',
      hint: `give one of their addresses: ${offered.map(({ identities: [one] }) => `${one!.scheme}:${one!.value}`).join(', ')}`,
    });
  if (rows.length === 0)
    throw new PermanentError(`there is no contact ${who}`, {
      code: 'contact_unknown',
      hint: 'give the id of a contact, an address, or SCHEME:VALUE as the API shows it',
    });
  if (rows.length > 1)
    throw new PermanentError(`${rows.length} contacts are known by ${who}`, {
      code: 'contact_ambiguous',
      hint: `give one of their ids: ${rows.map(({ id }) => id).join(', ')}`,
    });
  return readPerson(sql, rows[0]!.id);
}

/** Whom a colleague's forward named, and who is no contact. */
async function findOffered(sql: Sql, who: string): Promise<Person[]> {
  const rows = await sql.query<{ scheme: string; value: string; displayName: string | null }>(
    `select scheme, value, max(display_name) as "displayName" from contact_offers
     where $1 in (value, scheme || ':' || value) or (scheme = 'email' and value = $2) group by scheme, value order by scheme`,
    [who, canonicalMailAddress(who)],
  );
  return rows.map(({ scheme, value, displayName }) => ({
    contactIds: [],
    displayName,
    identities: [{ scheme, value, raw: value, assurance: 'claimed' }],
    keys: [identityKey({ scheme, value })],
  }));
}

async function readPerson(sql: Sql, lead: string): Promise<Person> {
  const contacts = await sql.query<{ id: string; displayName: string | null }>(
    `select id, display_name as "displayName" from contacts where id = $1::uuid or merged_into = $1::uuid order by id <> $1::uuid, id`,
    [lead],
  );
  const contactIds = contacts.map(({ id }) => id);
  const rows = await sql.query<Omit<ContactIdentity, 'scope'> & { scope: string }>(
    'select scheme, value, scope, raw, assurance, undeliverable from identities where contact_id = any($1::uuid[]) order by created_at, scheme, value',
    [contactIds],
  );
  const identities = rows.map(({ scope, ...identity }) => (scope === '' ? identity : { ...identity, scope }));
  return {
    contactIds,
    displayName: contacts[0]?.displayName ?? null,
    identities,
    keys: [...contactIds.map(contactKey), ...identities.map(identityKey)],
  };
}

/** Tickets of his, those of others in which he takes part or was offered as the contact, and of these the latter. */
export async function findTicketsOf(
  sql: Sql,
  person: Person,
): Promise<{ readonly own: string[]; readonly others: string[]; readonly offered: string[] }> {
  const own = await sql.query<{ id: string }>('select id from tickets where contact_id = any($1::uuid[]) order by id', [person.contactIds]);
  const ownIds = own.map(({ id }) => id);
  const offers = await findOffersOf(sql, person);
  const offered = [...new Set(offers.map(({ ticketId }) => ticketId))].filter((id) => !ownIds.includes(id));
  const others = await sql.query<{ id: string }>(
    `select distinct ticket_id as id from ticket_people
     where (person = any($1::text[]) or contact_id = any($2::uuid[])) and ticket_id <> all($3::uuid[])
     union select unnest($4::uuid[]) order by id`,
    [person.keys, person.contactIds, ownIds, offered],
  );
  return { own: ownIds, others: others.map(({ id }) => id), offered };
}

export interface OfferOfPerson {
  readonly ticketId: string;
  /** The forward. */
  readonly entryId: string;
  readonly address: { readonly scheme: string; readonly value: string; readonly displayName?: string };
  readonly state: string;
  readonly decidedAt: Date | null;
}

/** Where he was offered as the contact. */
export async function findOffersOf(sql: Sql, { identities }: Person): Promise<OfferOfPerson[]> {
  return sql.query<OfferOfPerson & { [column: string]: unknown }>(
    `select o.ticket_id as "ticketId", o.entry_id as "entryId", o.state, o.decided_at as "decidedAt",
       json_strip_nulls(json_build_object('scheme', o.scheme, 'value', o.value, 'displayName', o.display_name)) as address
     from contact_offers o where (o.scheme, o.value) in (select * from unnest($1::text[], $2::text[])) order by o.entry_id`,
    [identities.map(({ scheme }) => scheme), identities.map(({ value }) => value)],
  );
}

/** In tickets of others: what he wrote, and what was written to nobody but him. `$1`: tickets, `$2`: contacts, `$3`: his values. */
export const HIS_ENTRIES = `ticket_id = any($1::uuid[]) and (author->>'contactId' = any($2::text[])
  or author->'identity'->>'value' = any($3::text[])
  or (direction = 'outbound' and json_array_length(coalesce(reply_context->'recipients', '[]')) > 0 and not exists (
    select from json_array_elements(reply_context->'recipients') r where r->>'value' <> all($3::text[]))))`;
