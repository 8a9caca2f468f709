import { advisoryKeyOf } from '#database';
import type { Transaction } from '#database';
import type { PlaceKind } from '../places/place.js';
import { BLOB_SWEEP_LOCK } from '../port.js';

export interface Candidate {
  readonly sha256: string;
  readonly bytes: number;
  readonly place: 'row' | PlaceKind;
  /** Under which it lies in its place. */
  readonly key: string;
}

/** False while another process sweeps or a backup wants every blob to stay. Held to the end of the transaction. */
export async function trySweepLock(transaction: Transaction): Promise<boolean> {
  const rows = await transaction.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1::bigint) as taken', [
    advisoryKeyOf(BLOB_SWEEP_LOCK),
  ]);
  return rows[0]?.taken === true;
}

/** The next blobs by hash that are old enough, not lately found named, and that nobody puts at this moment; locked. */
export async function lockCandidates(
  transaction: Transaction,
  after: string,
  olderThan: Date,
  namedBefore: Date,
  limit: number,
): Promise<Candidate[]> {
  const rows = await transaction.query<{ sha256: string; bytes: string; place: Candidate['place']; key: string }>(
    `select encode(sha256, 'hex') as sha256, bytes, place, encode(coalesce(sealed_as, sha256), 'hex') as key from blobs
     where sha256 > $1 and stored_at < $2 and (named_at is null or named_at < $3)
     order by sha256 limit $4 for update skip locked`,
    [Buffer.from(after, 'hex'), olderThan, namedBefore, limit],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/** Those of the given that there are, whatever their age; locked. */
export async function lockBlobs(transaction: Transaction, sha256s: readonly string[]): Promise<Candidate[]> {
  const rows = await transaction.query<{ sha256: string; bytes: string; place: Candidate['place']; key: string }>(
    `select encode(sha256, 'hex') as sha256, bytes, place, encode(coalesce(sealed_as, sha256), 'hex') as key
     from blobs where sha256 = any($1) order by sha256 for update`,
    [sha256s.map(toBytes)],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

export async function noteNamed(transaction: Transaction, sha256s: readonly string[], now: Date): Promise<void> {
  await transaction.query('update blobs set named_at = $2 where sha256 = any($1)', [sha256s.map(toBytes), now]);
}

export async function deleteRows(transaction: Transaction, sha256s: readonly string[]): Promise<void> {
  await transaction.query('delete from blobs where sha256 = any($1)', [sha256s.map(toBytes)]);
}

/** Of files found on disk, those without a row that says so; their hashes are held by rows made and dropped in this transaction. */
export async function claimOrphans(transaction: Transaction, sha256s: readonly string[], now: Date): Promise<string[]> {
  const rows = await transaction.query<{ sha256: string }>(
    `insert into blobs (sha256, bytes, place, stored_at) select sha256, 0, 'disk', $2 from unnest($1::bytea[]) as found(sha256)
     where not exists (select from blobs where sealed_as = found.sha256) order by sha256
     on conflict (sha256) do nothing returning encode(sha256, 'hex') as sha256`,
    [sha256s.map(toBytes), now],
  );
  return rows.map((row) => row.sha256);
}

function toBytes(sha256: string): Buffer {
  return Buffer.from(sha256, 'hex');
}
