import { Injectable } from '@nestjs/common';
import type { Identity, Sender } from '#contracts';
import type { Sql, Transaction } from '#database';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { clearUndeliverable, type Undeliverable } from './undeliverable.repository.js';

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
  readonly undeliverable?: boolean;
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
    const first = new Map<string, { identity: Identity; sender: Sender }>();
    for (const sender of senders) {
      const identity = sender.identities[0]!;
      const key = keyOf(identity);
      if (!first.has(key)) first.set(key, { identity, sender });
    }
    // Sorted, so that two processes that meet the same people wait for each other in one direction only.
    const keys = [...first.keys()].sort();
    const { contacts, marked } = await this.findContacts(
      transaction,
      keys.map((key) => first.get(key)!.identity),
    );
    if (marked.size > 0) await clearMarks(transaction, senders, marked, wroteAt);
    const unknown = keys.filter((key) => !contacts.has(key)).map((key) => first.get(key)!);
    if (unknown.length > 0) {
      const won = await this.insertContacts(transaction, unknown, now);
      const lost = unknown.filter(({ identity }) => !won.has(keyOf(identity)));
      const others = await this.findContacts(
        transaction,
        lost.map(({ identity }) => identity),
      );
      for (const [key, contactId] of [...won, ...others.contacts]) contacts.set(key, contactId);
    }
    await this.proveIdentities(transaction, senders);
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

  /** `marked`: those that are called undeliverable. */
  private async findContacts(
    transaction: Transaction,
    identities: readonly Identity[],
  ): Promise<{ contacts: Map<string, string>; marked: ReadonlySet<string> }> {
    if (identities.length === 0) return { contacts: new Map(), marked: new Set() };
    const rows = await transaction.query<IdentityRow>(
      `select i.scheme, i.scope, i.value, coalesce(c.merged_into, c.id) as contact_id, i.undeliverable is not null as undeliverable
       from unnest($1::text[], $2::text[], $3::text[]) as wanted (scheme, scope, value)
       join identities i on i.scheme = wanted.scheme and i.scope = wanted.scope and i.value = wanted.value
       join contacts c on c.id = i.contact_id`,
      [identities.map(({ scheme }) => scheme), identities.map(({ scope }) => scope ?? ''), identities.map(({ value }) => value)],
      'ticketing_find_contacts',
    );
    return { contacts: toMap(rows), marked: new Set(rows.filter(({ undeliverable }) => undeliverable).map(keyOf)) };
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

  /** Once proven, an address stays known as proven; each entry says for itself whether its sender was. */
  private async proveIdentities(transaction: Transaction, senders: readonly Sender[]): Promise<void> {
    const proven = new Map<string, Identity>();
    for (const { identities } of senders) if (identities[0]!.assurance === 'verified') proven.set(keyOf(identities[0]!), identities[0]!);
    if (proven.size === 0) return;
    const sorted = [...proven.keys()].sort().map((key) => proven.get(key)!);
    await transaction.query(
      `update identities i set assurance = 'verified' from unnest($1::text[], $2::text[], $3::text[]) as w (scheme, scope, value)
       where i.scheme = w.scheme and i.scope = w.scope and i.value = w.value and i.assurance <> 'verified'`,
      [sorted.map(({ scheme }) => scheme), sorted.map(({ scope }) => scope ?? ''), sorted.map(({ value }) => value)],
      'ticketing_prove_identities',
    );
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

async function clearMarks(
  transaction: Transaction,
  senders: readonly Sender[],
  marked: ReadonlySet<string>,
  wroteAt: readonly (Date | null)[],
): Promise<void> {
  for (const [index, { identities }] of senders.entries()) {
    const at = wroteAt[index];
    if (at != null && marked.has(keyOf(identities[0]!))) await clearUndeliverable(transaction, [identities[0]!], at);
  }
}

function keyOf(identity: { scheme: string; scope?: string; value: string }): string {
  return `${identity.scheme}\n${identity.scope ?? ''}\n${identity.value}`;
}

function toMap(rows: readonly IdentityRow[]): Map<string, string> {
  return new Map(rows.map((row) => [keyOf(row), row.contact_id]));
}
