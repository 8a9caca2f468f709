import { canonicalValueOf } from '#contracts';
import type { Sql } from '#database';
import type { AddressName, Undeliverable } from './undeliverable.repository.js';

interface HeldAddress {
  readonly scheme: string;
  readonly scope: string;
  readonly value: string;
  readonly contactId: string;
  readonly before: Undeliverable | null;
  now: Undeliverable | null;
}

/** `ifMarked`: only when it is called undeliverable now, for only a mark could be taken from it. */
export type AddressToHold = AddressName & { readonly ifMarked?: boolean };

/**
 * Addresses held until the transaction ends, and which of them are dead. Whoever changes identities that exist holds them all at once, in one order,
 * then their contacts, and *before* any ticket: so do intake, delivery updates and erasure, and none waits for another in a circle.
 */
export class AddressMarks {
  private constructor(private readonly held: ReadonlyMap<string, HeldAddress>) {}

  /** Addresses of nobody we know are left out. */
  static async hold(sql: Sql, addresses: readonly AddressToHold[]): Promise<AddressMarks> {
    const wanted = new Map<string, { scheme: string; scope: string; value: string; ifMarked: boolean }>();
    for (const address of addresses) {
      const key = keyOf(address);
      const { scheme, scope = '', value, ifMarked = false } = address;
      wanted.set(key, { scheme, scope, value: canonicalValueOf(scheme, value), ifMarked: ifMarked && (wanted.get(key)?.ifMarked ?? true) });
    }
    if (wanted.size === 0) return new AddressMarks(new Map());
    const sorted = [...wanted.keys()].sort().map((key) => wanted.get(key)!);
    const rows = await sql.query<{ scheme: string; scope: string; value: string; contact_id: string; undeliverable: Undeliverable | null }>(
      `select i.scheme, i.scope, i.value, i.undeliverable, coalesce(c.merged_into, c.id) as contact_id
       from unnest($1::text[], $2::text[], $3::text[], $4::bool[]) with ordinality w (scheme, scope, value, if_marked, place)
       join identities i using (scheme, scope, value) join contacts c on c.id = i.contact_id
       where not w.if_marked or i.undeliverable is not null order by w.place for no key update of i`,
      [
        sorted.map(({ scheme }) => scheme),
        sorted.map(({ scope }) => scope),
        sorted.map(({ value }) => value),
        sorted.map(({ ifMarked }) => ifMarked),
      ],
      'ticketing_hold_addresses',
    );
    if (rows.length > 0)
      await sql.query(
        'select id from contacts where id = any($1::uuid[]) order by id for no key update',
        [[...new Set(rows.map((row) => row.contact_id))]],
        'ticketing_hold_contacts',
      );
    const held = rows.map(({ scheme, scope, value, contact_id: contactId, undeliverable }): HeldAddress => {
      return { scheme, scope, value, contactId, before: undeliverable, now: undeliverable };
    });
    return new AddressMarks(new Map(held.map((address) => [keyOf(address), address])));
  }

  /** Of an address that is marked already the first time stays. */
  mark(addresses: readonly AddressName[], mark: Undeliverable): void {
    for (const one of this.find(addresses)) one.now = { ...mark, since: one.now?.since ?? mark.since };
  }

  /** They take messages after all: something arrived from them, or at them, at `at`. A mark that is younger stays. */
  clear(addresses: readonly AddressName[], at: Date): void {
    for (const one of this.find(addresses)) if (one.now !== null && Date.parse(one.now.since) <= at.getTime()) one.now = null;
  }

  /** One statement, whatever changed. Whose address it is has changed then, too. */
  async write(sql: Sql, now: Date): Promise<void> {
    const changed = [...this.held.values()].filter((one) => one.now !== one.before);
    if (changed.length === 0) return;
    await sql.query(
      `with marked as (
         update identities i set undeliverable = w.mark
         from json_to_recordset($1::json) as w (scheme text, scope text, value text, mark jsonb)
         where i.scheme = w.scheme and i.scope = w.scope and i.value = w.value
       )
       update contacts set updated_at = $2::timestamptz where id = any($3::uuid[])`,
      [
        JSON.stringify(changed.map(({ scheme, scope, value, now: mark }) => ({ scheme, scope, value, mark }))),
        now,
        [...new Set(changed.map(({ contactId }) => contactId))],
      ],
      'ticketing_write_marks',
    );
  }

  private find(addresses: readonly AddressName[]): HeldAddress[] {
    return [...new Set(addresses.map(keyOf))].flatMap((key) => this.held.get(key) ?? []);
  }
}

/** As connectors write an identity; agents may write the address otherwise. */
function keyOf({ scheme, scope = '', value }: AddressName): string {
  return `${scheme}\n${scope}\n${canonicalValueOf(scheme, value)}`;
}
