import type { Sql } from '#database';

/** What the other side said of an address that takes nothing any more. */
export interface Undeliverable {
  /** RFC 3339: when it was told first. */
  readonly since: string;
  /** As the other side numbers it: `5.1.1`. */
  readonly status: string | null;
  readonly reason: string;
}

export interface AddressName {
  readonly scheme: string;
  readonly value: string;
  readonly scope?: string | undefined;
}

/** Sorted, so that two writers wait for each other in one direction only. */
function toColumns(addresses: readonly AddressName[]): [string[], string[], string[]] {
  const keys = new Map(
    addresses.map(({ scheme, scope = '', value }) => [`${scheme}\n${scope}\n${canonical(scheme, value)}`, { scheme, scope, value }]),
  );
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, address]) => address);
  return [
    sorted.map(({ scheme }) => scheme),
    sorted.map(({ scope }) => scope),
    sorted.map(({ scheme, value }) => canonical(scheme, value)),
  ];
}

/** As connectors write an identity of mail; agents may write the address otherwise. */
function canonical(scheme: string, value: string): string {
  return scheme === 'email' ? value.toLowerCase() : value;
}

const LOCKED = `select i.scheme, i.scope, i.value from unnest($1::text[], $2::text[], $3::text[]) with ordinality w (scheme, scope, value, place)
  join identities i using (scheme, scope, value) order by w.place for no key update of i`;

/** Of an address that is marked already the first time stays. */
export async function markUndeliverable(sql: Sql, addresses: readonly AddressName[], mark: Undeliverable): Promise<void> {
  if (addresses.length === 0) return;
  await sql.query(
    `with locked as (${LOCKED})
     update identities i set undeliverable = jsonb_build_object('since', coalesce(i.undeliverable->>'since', $4::text), 'status', $5::text, 'reason', $6::text)
     from locked l where i.scheme = l.scheme and i.scope = l.scope and i.value = l.value`,
    [...toColumns(addresses), mark.since, mark.status, mark.reason],
    'ticketing_mark_undeliverable',
  );
}

/** They take messages after all: something arrived from them, or at them, at `at`. A mark that is younger stays. */
export async function clearUndeliverable(sql: Sql, addresses: readonly AddressName[], at: Date): Promise<void> {
  if (addresses.length === 0) return;
  await sql.query(
    `with locked as (${LOCKED})
     update identities i set undeliverable = null from locked l
     where i.scheme = l.scheme and i.scope = l.scope and i.value = l.value and (i.undeliverable->>'since')::timestamptz <= $4::timestamptz`,
    [...toColumns(addresses), at],
    'ticketing_clear_undeliverable',
  );
}

/** Those of `addresses` that are marked. */
export async function findUndeliverable(sql: Sql, addresses: readonly AddressName[]): Promise<(AddressName & Undeliverable)[]> {
  if (addresses.length === 0) return [];
  return sql.query<AddressName & Undeliverable & Record<string, unknown>>(
    `select i.scheme, i.value, i.undeliverable->>'since' as since, i.undeliverable->>'status' as status, i.undeliverable->>'reason' as reason
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality w (scheme, scope, value, place)
     join identities i using (scheme, scope, value) where i.undeliverable is not null order by w.place`,
    toColumns(addresses),
  );
}
