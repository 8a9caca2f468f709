import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { Effects } from '../../idempotency/effects.js';
import { isUuid } from '../../tickets/ticket.repository.js';
import type { Slots } from '../matching/facts.js';

/** What somebody said of an agent over the API; null: as the desk's file says. */
export interface AgentWorkEdit {
  readonly skills?: Readonly<Record<string, number>> | null;
  readonly languages?: readonly string[] | null;
  readonly capacity?: Slots | null;
  readonly expectedVersion?: number | undefined;
}

/** What agents bring along, as far as it was said of one himself. */
@Injectable()
export class AgentWorkRepository {
  constructor(private readonly effects: Effects) {}

  /** `after` runs in the same transaction. Throws `PermanentError`: `agent_unknown`, `version_conflict`. */
  async edit(
    agentId: string,
    { skills, languages, capacity, expectedVersion }: AgentWorkEdit,
    after: (transaction: Transaction) => Promise<void>,
  ): Promise<void> {
    await this.effects.run(async (transaction) => {
      const json = (value: object | null | undefined) => (value === undefined || value === null ? null : JSON.stringify(value));
      await this.lock(transaction, agentId, expectedVersion);
      await transaction.query(
        `update agents set skills = case when $2 then $3::jsonb else skills end, languages = case when $4 then $5::text[] else languages end,
           capacity = case when $6 then $7::jsonb else capacity end, work_version = work_version + 1 where id = $1::uuid`,
        [agentId, skills !== undefined, json(skills), languages !== undefined, languages ?? null, capacity !== undefined, json(capacity)],
      );
      await after(transaction);
    });
  }

  private async lock(transaction: Transaction, agentId: string, expectedVersion: number | undefined): Promise<void> {
    const [row] = isUuid(agentId)
      ? await transaction.query<{ version: number }>(
          'select work_version as version from agents where id = $1::uuid and disabled_at is null for update',
          [agentId],
        )
      : [];
    if (row === undefined)
      throw new PermanentError(`there is no agent ${agentId}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
    if (expectedVersion === undefined || expectedVersion === row.version) return;
    throw new PermanentError(`agent ${agentId} is at version ${row.version}, not ${expectedVersion}`, {
      code: 'version_conflict',
      hint: 'look at what changed, then send again with the current version',
      fields: { currentVersion: row.version, expectedVersion },
    });
  }
}
