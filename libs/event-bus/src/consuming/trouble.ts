import { toDatabaseError } from '#database';
import { TributaryError } from '#runtime';
import { toStorable } from './storable.js';

/**
 * Whose fault a failed batch is.
 * - `system`: the database is away or full; no record is to blame, and parking would need the same database;
 * - `contention`: two transactions met (deadlock and kin); a quick second try heals it;
 * - `record`: the verdict of the handler on what it was given.
 */
export type Trouble = 'system' | 'contention' | 'record';

const SYSTEM = new Set(['database_unavailable', 'database_overloaded', 'database_io', 'storage_full']);
const CONTENTION = new Set(['deadlock', 'serialization_failure', 'lock_not_available', 'statement_timeout', 'transaction_aborted']);

export function troubleOf(error: unknown): Trouble {
  const classed = toDatabaseError(error);
  if (!(classed instanceof TributaryError) || classed.errorClass !== 'retriable') return 'record';
  if (SYSTEM.has(classed.code)) return 'system';
  return CONTENTION.has(classed.code) ? 'contention' : 'record';
}

/** Code and words of anything thrown, cut to what a row should hold. */
export function describeError(error: unknown): { code: string; reason: string } {
  const code = error instanceof TributaryError ? error.code : error instanceof Error ? error.name : 'unknown';
  const words = error instanceof Error ? error.message : String(error);
  const hint = error instanceof TributaryError && error.hint !== undefined ? ` — ${error.hint}` : '';
  return { code: toStorable(code), reason: toStorable(`${words}${hint}`.slice(0, 2000)) };
}
