import { canonicalValueOf } from '#contracts';
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

function toColumns(addresses: readonly AddressName[]): [string[], string[], string[]] {
  const keys = new Map(
    addresses.map(({ scheme, scope = '', value }) => [`${scheme}\n${scope}\n${canonicalValueOf(scheme, value)}`, { scheme, scope, value }]),
  );
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, address]) => address);
  return [
    sorted.map(({ scheme }) => scheme),
    sorted.map(({ scope }) => scope),
    sorted.map(({ scheme, value }) => canonicalValueOf(scheme, value)),
  ];
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
