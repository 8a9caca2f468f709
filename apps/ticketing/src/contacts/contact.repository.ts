import { Injectable } from '@nestjs/common';
import type { Identity, Sender } from '#contracts';
import type { Sql, Transaction } from '#database';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { AddressMarks } from './address-marks.js';
import type { Undeliverable } from './undeliverable.repository.js';

export interface Contact {
  readonly id: string;
  readonly displayName: string | null;
  readonly identities: readonly ContactIdentity[];
}

export interface ContactIdentity {
  readonly scheme: string;
  readonly value: string;
  readonly scope?: string;
  readonly raw: string;
  readonly assurance: string;
  /** Nothing reaches it any more. */
  readonly undeliverable?: Undeliverable | null;
}

interface IdentityRow {
  readonly scheme: string;
  readonly scope: string;
  readonly value: string;
  readonly contact_id: string;
}

/** What a look at an identity showed; another transaction may have changed it since. */
interface KnownIdentity {
  readonly contactId: string;
  readonly marked: boolean;
  readonly verified: boolean;
}

/** People and their identities. An identity belongs to one contact; the constraint on it decides between two processes. */
@Injectable()
export class ContactRepository {
  /**
   * The contact of each sender, in the order given; unknown people become contacts. A sender is known by his first identity; further ones
   * are kept with the contact only when both are verified, for on a claim nobody is merged with anybody. `wroteAt`: when each wrote, where
   * that proves that his address lives; a mark that says otherwise is taken away.
   */
  async resolveSenders(
    transaction: Transaction,
    senders: readonly Sender[],
    now: Date,
    wroteAt: readonly (Date | null)[] = [],
  ): Promise<string[]> {
    const first = new Map<string, { identity: Identity; readonly sender: Sender }>();
    for (const sender of senders) {
      const identity = sender.identities[0]!;
      const key = keyOf(identity);
      const known = first.get(key);
      if (known === undefined) first.set(key, { identity, sender });
      else if (identity.assurance === 'verified') known.identity = { ...known.identity, assurance: 'verified' };
    }
    // Sorted, so that two processes that meet the same people wait for each other in one direction only.
    const keys = [...first.keys()].sort();
    const known = await this.findKnown(
      transaction,
      keys.map((key) => first.get(key)!.identity),
    );
    const contacts = new Map([...known].map(([key, { contactId }]) => [key, contactId]));
    const unknown = keys.filter((key) => !known.has(key)).map((key) => first.get(key)!);
    if (unknown.length > 0) {
      const won = await this.insertContacts(transaction, unknown, now);
      const lost = unknown.filter(({ identity }) => !won.has(keyOf(identity)));
      const others = await this.findKnown(
        transaction,
        lost.map(({ identity }) => identity),
      );
      for (const [key, contactId] of won) contacts.set(key, contactId);
      for (const [key, other] of others) {
        known.set(key, other);
        contacts.set(key, other.contactId);
      }
    }
    const proven = [...first.values()].map(({ identity }) => identity).filter((one) => one.assurance === 'verified');
    await this.touchKnown(transaction, known, proven, findAlive(senders, known, wroteAt), now);
    await this.attachFurtherIdentities(transaction, senders, contacts, now);
    return senders.map((sender) => contacts.get(keyOf(sender.identities[0]!))!);
  }

  async findMany(sql: Sql, ids: readonly string[]): Promise<Map<string, Contact>> {
    if (ids.length === 0) return new Map();
    const rows = await sql.query<{ id: string; display_name: string | null; identities: ContactIdentity[] }>(
      `select c.id, c.display_name, coalesce(
         (select json_agg(json_build_object('scheme', i.scheme, 'value', i.value, 'scope', nullif(i.scope, ''), 'raw', i.raw,
            'assurance', i.assurance, 'undeliverable', i.undeliverable) order by i.created_at, i.scheme, i.value) from identities i where i.contact_id = c.id), '[]') as identities
       from contacts c where c.id = any($1::uuid[])`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, { id: row.id, displayName: row.display_name, identities: row.identities }]));
  }

  private async findKnown(transaction: Transaction, identities: readonly Identity[]): Promise<Map<string, KnownIdentity>> {
    if (identities.length === 0) return new Map();
    const rows = await transaction.query<IdentityRow & { marked: boolean; verified: boolean }>(
      `select i.scheme, i.scope, i.value, coalesce(c.merged_into, c.id) as contact_id, i.undeliverable is not null as marked,
         i.assurance = 'verified' as verified
       from unnest($1::text[], $2::text[], $3::text[]) as wanted (scheme, scope, value)
       join identities i on i.scheme = wanted.scheme and i.scope = wanted.scope and i.value = wanted.value
       join contacts c on c.id = i.contact_id`,
      [identities.map(({ scheme }) => scheme), identities.map(({ scope }) => scope ?? ''), identities.map(({ value }) => value)],
      'ticketing_find_contacts',
    );
    return new Map(rows.map((row) => [keyOf(row), { contactId: row.contact_id, marked: row.marked, verified: row.verified }]));
  }

  private async insertContacts(
    transaction: Transaction,
    people: readonly { identity: Identity; sender: Sender }[],
    now: Date,
  ): Promise<Map<string, string>> {
    const columns = people.map(({ identity, sender }) => [
      identity.scheme,
      identity.scope ?? '',
      identity.value,
      identity.raw,
      identity.assurance,
      makeOrderedId(now),
      sender.displayName === undefined ? null : sender.displayName,
      sender.locale ?? null,
    ]);
    const rows = await transaction.query<IdentityRow>(
      `with wanted as (
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[])
           with ordinality as w (scheme, scope, value, raw, assurance, contact_id, display_name, locale, place)
       ), won as (
         insert into identities (scheme, scope, value, contact_id, raw, assurance, created_at)
         select scheme, scope, value, contact_id, raw, assurance, $9::timestamptz from wanted order by place
         on conflict do nothing returning scheme, scope, value, contact_id
       ), people as (
         insert into contacts (id, display_name, locale, created_at, updated_at)
         select won.contact_id, wanted.display_name, wanted.locale, $9::timestamptz, $9::timestamptz from won join wanted on wanted.contact_id = won.contact_id
       )
       select scheme, scope, value, contact_id from won`,
      [...Array.from({ length: 8 }, (_, column) => columns.map((row) => row[column])), now],
      'ticketing_insert_contacts',
    );
    return toMap(rows);
  }

  /**
   * What a batch shows of addresses that are known. Once proven, an address stays known as proven; each entry says for itself whether its sender
   * was. Nothing is held, and nothing asked, where all stands as it stood.
   */
  private async touchKnown(
    transaction: Transaction,
    known: ReadonlyMap<string, KnownIdentity>,
    proven: readonly Identity[],
    alive: ReadonlyMap<string, { readonly identity: Identity; readonly at: Date }>,
    now: Date,
  ): Promise<void> {
    const newlyProven = proven.filter((identity) => known.get(keyOf(identity))?.verified === false);
    if (newlyProven.length === 0 && alive.size === 0) return;
    const marks = await AddressMarks.hold(transaction, [...newlyProven, ...[...alive.values()].map(({ identity }) => identity)]);
    if (newlyProven.length > 0)
      await transaction.query(
        `update identities i set assurance = 'verified' from unnest($1::text[], $2::text[], $3::text[]) as w (scheme, scope, value)
         where i.scheme = w.scheme and i.scope = w.scope and i.value = w.value and i.assurance <> 'verified'`,
        [newlyProven.map(({ scheme }) => scheme), newlyProven.map(({ scope }) => scope ?? ''), newlyProven.map(({ value }) => value)],
        'ticketing_prove_identities',
      );
    for (const { identity, at } of alive.values()) marks.clear([identity], at);
    await marks.write(transaction, now);
  }

  private async attachFurtherIdentities(
    transaction: Transaction,
    senders: readonly Sender[],
    contacts: ReadonlyMap<string, string>,
    now: Date,
  ): Promise<void> {
    const further = new Map<string, { identity: Identity; contactId: string }>();
    for (const { identities } of senders) {
      const [main, ...others] = identities;
      if (main?.assurance !== 'verified') continue;
      for (const identity of others)
        if (identity.assurance === 'verified') further.set(keyOf(identity), { identity, contactId: contacts.get(keyOf(main))! });
    }
    if (further.size === 0) return;
    const sorted = [...further.keys()].sort().map((key) => further.get(key)!);
    await transaction.query(
      `insert into identities (scheme, scope, value, raw, assurance, contact_id, created_at)
       select scheme, scope, value, raw, 'verified', contact_id, $6::timestamptz
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[]) with ordinality
         as w (scheme, scope, value, raw, contact_id, place) order by place
       on conflict do nothing`,
      [
        sorted.map(({ identity }) => identity.scheme),
        sorted.map(({ identity }) => identity.scope ?? ''),
        sorted.map(({ identity }) => identity.value),
        sorted.map(({ identity }) => identity.raw),
        sorted.map(({ contactId }) => contactId),
        now,
      ],
    );
  }
}

/** When each of those that are called undeliverable wrote last. */
function findAlive(
  senders: readonly Sender[],
  known: ReadonlyMap<string, KnownIdentity>,
  wroteAt: readonly (Date | null)[],
): Map<string, { readonly identity: Identity; readonly at: Date }> {
  const alive = new Map<string, { readonly identity: Identity; readonly at: Date }>();
  for (const [index, at] of wroteAt.entries()) {
    const identity = senders[index]!.identities[0]!;
    const key = keyOf(identity);
    if (at === null || known.get(key)?.marked !== true) continue;
    const other = alive.get(key);
    if (other === undefined || other.at < at) alive.set(key, { identity, at });
  }
  return alive;
}

function keyOf(identity: { scheme: string; scope?: string; value: string }): string {
  return `${identity.scheme}\n${identity.scope ?? ''}\n${identity.value}`;
}

function toMap(rows: readonly IdentityRow[]): Map<string, string> {
  return new Map(rows.map((row) => [keyOf(row), row.contact_id]));
}
