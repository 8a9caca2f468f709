import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';

export interface StoredFactor {
  /** Sealed. */
  readonly secret: string;
  readonly createdAt: Date;
  /** Null: begun, and not shown by a code yet that it works. */
  readonly confirmedAt: Date | null;
}

/** Second factors of agents. Codes that were used stay used: two requests with one code are decided by the row. */
@Injectable()
export class SecondFactorRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(agentId: string, sql: Sql = this.database.sql): Promise<StoredFactor | null> {
    const [row] = await sql.query<StoredFactor & { [column: string]: unknown }>(
      'select secret, created_at as "createdAt", confirmed_at as "confirmedAt" from agent_second_factors where agent_id = $1::uuid',
      [agentId],
    );
    return row ?? null;
  }

  async countCodes(agentId: string): Promise<number> {
    const [row] = await this.database.sql.query<{ left: number }>(
      'select count(*)::int as left from agent_recovery_codes where agent_id = $1::uuid and used_at is null',
      [agentId],
    );
    return row!.left;
  }

  /** False: there is a confirmed one. */
  async begin(agentId: string, secret: string, now: Date): Promise<boolean> {
    const rows = await this.database.sql.query(
      `insert into agent_second_factors as f (agent_id, secret, created_at) values ($1::uuid, $2, $3)
       on conflict (agent_id) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = null
       where f.confirmed_at is null returning 1`,
      [agentId, secret, now],
    );
    return rows.length > 0;
  }

  /** False: a code of this step, or of a later one, was used. */
  async useStep(agentId: string, step: number, sql: Sql = this.database.sql): Promise<boolean> {
    const rows = await sql.query(
      'update agent_second_factors set last_step = $2 where agent_id = $1::uuid and (last_step is null or last_step < $2) returning 1',
      [agentId, step],
    );
    return rows.length > 0;
  }

  /** False: there is none, or it was used. */
  async useCode(agentId: string, codeHash: string, now: Date): Promise<boolean> {
    const rows = await this.database.sql.query(
      'update agent_recovery_codes set used_at = $3 where agent_id = $1::uuid and code_hash = $2 and used_at is null returning 1',
      [agentId, codeHash, now],
    );
    return rows.length > 0;
  }

  async confirm(transaction: Transaction, agentId: string, now: Date): Promise<void> {
    await transaction.query('update agent_second_factors set confirmed_at = $2 where agent_id = $1::uuid and confirmed_at is null', [
      agentId,
      now,
    ]);
  }

  /** In the place of all there were. */
  async putCodes(transaction: Transaction, agentId: string, codeHashes: readonly string[]): Promise<void> {
    await transaction.query('delete from agent_recovery_codes where agent_id = $1::uuid', [agentId]);
    await transaction.query('insert into agent_recovery_codes (agent_id, code_hash) select $1::uuid, unnest($2::text[])', [
      agentId,
      codeHashes,
    ]);
  }
}

/** False: there was none. */
export async function removeFactor(transaction: Transaction, agentId: string): Promise<boolean> {
  await transaction.query('delete from agent_recovery_codes where agent_id = $1::uuid', [agentId]);
  const rows = await transaction.query('delete from agent_second_factors where agent_id = $1::uuid returning 1', [agentId]);
  return rows.length > 0;
}

/**
 * Takes an agent's second factor away and ends his logins; resolves with his id. Throws `PermanentError`: `agent_unknown`, `second_factor_unknown` (he
 * has none).
 */
export async function resetFactor(transaction: Transaction, by: { readonly id: string } | { readonly email: string }): Promise<string> {
  const [condition, value] = 'id' in by ? ['id::text = $1', by.id.toLowerCase()] : ['email = $1', by.email.trim().toLowerCase()];
  const [agent] = await transaction.query<{ id: string }>(`select id from agents where ${condition} for update`, [value]);
  if (agent === undefined) throw new PermanentError(`there is no agent ${'id' in by ? by.id : by.email}`, { code: 'agent_unknown' });
  if (!(await removeFactor(transaction, agent.id)))
    throw new PermanentError('this agent has no second factor', { code: 'second_factor_unknown' });
  await transaction.query('delete from agent_sessions where agent_id = $1::uuid', [agent.id]);
  return agent.id;
}
