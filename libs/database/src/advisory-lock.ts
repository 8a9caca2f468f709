import { createHash } from 'node:crypto';

/** One statement on one and the same connection, for a session lock lives and dies with it. */
export type StatementOnConnection = (text: string, values: readonly unknown[]) => Promise<unknown>;

export interface AdvisoryLock {
  release(): Promise<void>;
}

/** 64-bit key of a session advisory lock, from its name. */
export function advisoryKeyOf(name: string): string {
  return createHash('sha256').update(`tributary:${name}`).digest().readBigInt64BE(0).toString();
}

/** Waits until the named session lock is ours; it ends with the connection at the latest. */
export async function takeAdvisoryLock(statement: StatementOnConnection, name: string): Promise<AdvisoryLock> {
  const key = advisoryKeyOf(name);
  await statement('select pg_advisory_lock($1::bigint)', [key]);
  return {
    release: async () => {
      await statement('select pg_advisory_unlock($1::bigint)', [key]);
    },
  };
}
