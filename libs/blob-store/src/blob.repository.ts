import type { Sql, Transaction } from '#database';
import type { PlaceKind } from './places/place.js';

export interface BlobRow {
  readonly bytes: number;
  readonly place: 'row' | PlaceKind;
  readonly content: Buffer | null;
  /** Name under which it lies sealed in its place. */
  readonly sealedAs: string | null;
}

export interface RowBlob {
  readonly sha256: string;
  readonly content: Buffer;
}

/** A blob put again within this time of its last put is not touched, so that a logo in every mail locks nobody out. */
export const TOUCH_AFTER_MS = 3_600_000;

/**
 * All bytes travel as one binary parameter and are cut apart by the server: an array of bytea would go as hex text, twice the size.
 * Sorted, so that two writers of the same blobs wait for each other in one order.
 */
const INSERT_NEW = `
  with added as (
    insert into blobs (sha256, bytes, place, stored_at, content)
    select sha256, bytes, 'row', $5, substring($4::bytea from start for bytes)
    from unnest($1::bytea[], $2::int[], $3::int[]) as given(sha256, start, bytes) order by sha256
    on conflict (sha256) do nothing
    returning sha256
  )
  select encode(sha256, 'hex') as sha256 from unnest($1::bytea[]) as given(sha256)
  where (select count(*) from added) < cardinality($1::bytea[]) and sha256 not in (select sha256 from added)`;

/** Answers the hashes that are safe from a sweep: put lately, or touched now (which waits for a sweep that holds them). */
const KEEP_KNOWN = `
  with touched as (
    update blobs set stored_at = $2 where sha256 in (
      select sha256 from blobs where sha256 = any($1::bytea[]) and stored_at <= $3 order by sha256 for update)
    returning sha256
  )
  select encode(sha256, 'hex') as sha256 from touched
  union all select encode(sha256, 'hex') from blobs where sha256 = any($1::bytea[]) and stored_at > $3`;

/** Durable with the transaction. A blob that a sweep deleted under our eyes, or another writer's that was not visible yet, is asked again. */
export async function insertRows(sql: Sql, blobs: readonly RowBlob[], now: Date): Promise<void> {
  let left = sortUnique(blobs);
  while (left.length > 0) {
    left = await insertNew(sql, left, now);
    if (left.length > 0) left = without(left, await keepKnown(sql, left, now));
  }
}

/** One statement, sent at once: those that were there before are returned and still have to be kept. */
export async function insertUnknown(sql: Sql, blobs: readonly RowBlob[], now: Date): Promise<RowBlob[]> {
  const sorted = sortUnique(blobs);
  return sorted.length === 0 ? [] : insertNew(sql, sorted, now);
}

function sortUnique(blobs: readonly RowBlob[]): RowBlob[] {
  return [...new Map(blobs.map((blob) => [blob.sha256, blob])).values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

/** Returns those that were there before; as a rule none, and then the server has nothing to send. */
async function insertNew(sql: Sql, blobs: readonly RowBlob[], now: Date): Promise<RowBlob[]> {
  const starts: number[] = [];
  let next = 1;
  for (const blob of blobs) {
    starts.push(next);
    next += blob.content.length;
  }
  const values = [toKeys(blobs), starts, blobs.map((blob) => blob.content.length), Buffer.concat(blobs.map((blob) => blob.content)), now];
  const known = await sql.query<{ sha256: string }>(INSERT_NEW, values, 'blobs-insert-new');
  if (known.length === 0) return [];
  const hashes = new Set(known.map(({ sha256 }) => sha256));
  return blobs.filter(({ sha256 }) => hashes.has(sha256));
}

function keepKnown(sql: Sql, blobs: readonly RowBlob[], now: Date): Promise<{ sha256: string }[]> {
  return sql.query(KEEP_KNOWN, [toKeys(blobs), now, new Date(now.getTime() - TOUCH_AFTER_MS)], 'blobs-keep-known');
}

function toKeys(blobs: readonly RowBlob[]): Buffer[] {
  return blobs.map((blob) => Buffer.from(blob.sha256, 'hex'));
}

function without(blobs: readonly RowBlob[], done: readonly { sha256: string }[]): RowBlob[] {
  const safe = new Set(done.map((row) => row.sha256));
  return blobs.filter((blob) => !safe.has(blob.sha256));
}

/**
 * Enters a large blob and keeps its row locked to the end of the transaction. False where it lies sealed already: plain bytes are then not written
 * beside it.
 */
export async function lockLarge(transaction: Transaction, sha256: string, bytes: number, place: PlaceKind, now: Date): Promise<boolean> {
  const [row] = await transaction.query<{ sealed: boolean }>(
    `insert into blobs (sha256, bytes, place, stored_at) values ($1, $2, $3, $4)
     on conflict (sha256) do update set stored_at = excluded.stored_at,
       place = case when blobs.sealed_as is null then excluded.place else blobs.place end
     returning sealed_as is not null as sealed`,
    [Buffer.from(sha256, 'hex'), bytes, place, now],
  );
  return row?.sealed !== true;
}

/**
 * The same for a sealed one; what a row holds in plain goes. Answers where plain bytes of it lay outside of rows. The insert names no index to give
 * way to, since of two at once either unique one may be the first to say so.
 */
export async function lockSealed(
  transaction: Transaction,
  blob: { readonly sha256: string; readonly bytes: number; readonly sealedAs: string },
  place: PlaceKind,
  now: Date,
): Promise<PlaceKind | null> {
  const key = Buffer.from(blob.sha256, 'hex');
  const values = [key, blob.bytes, place, now, Buffer.from(blob.sealedAs, 'hex')];
  const entered = await transaction.query(
    `insert into blobs (sha256, bytes, place, stored_at, sealed_as) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
    values,
  );
  if (entered.length > 0) return null;
  const [before] = await transaction.query<{ place: 'row' | PlaceKind; sealed: boolean }>(
    'select place, sealed_as is not null as sealed from blobs where sha256 = $1 for update',
    [key],
  );
  // Removed between the two: it is new after all.
  if (before === undefined) return lockSealed(transaction, blob, place, now);
  await transaction.query(
    'update blobs set bytes = $2, place = $3, stored_at = $4, content = null, sealed_as = $5 where sha256 = $1',
    values,
  );
  return before.sealed || before.place === 'row' ? null : before.place;
}

export async function findRow(sql: Sql, sha256: string): Promise<BlobRow | null> {
  const rows = await sql.query<{ bytes: string; place: BlobRow['place']; content: Buffer | null; sealedAs: string | null }>(
    `select bytes, place, content, encode(sealed_as, 'hex') as "sealedAs" from blobs where sha256 = $1`,
    [Buffer.from(sha256, 'hex')],
    'blobs-find',
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, bytes: Number(row.bytes) };
}

export async function isKnown(sql: Sql, sha256: string): Promise<boolean> {
  return (await sql.query('select from blobs where sha256 = $1', [Buffer.from(sha256, 'hex')])).length > 0;
}

/** Sealed blobs behind a hash, in its order; a page of them. */
export async function listSealed(sql: Sql, after: string): Promise<{ sha256: string; place: PlaceKind; sealedAs: string }[]> {
  return sql.query<{ sha256: string; place: PlaceKind; sealedAs: string }>(
    `select encode(sha256, 'hex') as sha256, place, encode(sealed_as, 'hex') as "sealedAs" from blobs
     where sealed_as is not null and sha256 > decode($1, 'hex') order by sha256 limit 500`,
    [after],
  );
}
