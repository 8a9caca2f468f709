import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { SUCCESSION_TIMER } from '../../desk/desk-removals.js';
import { Effects } from '../../idempotency/effects.js';
import { isUuid } from '../../tickets/ticket.repository.js';
import { Timers } from '../../timers/timers.js';

/** Ends logins of people who answer no more. Their tickets need somebody else. */
@Injectable()
export class AgentLeaving {
  constructor(
    private readonly effects: Effects,
    private readonly timers: Timers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `successor`: id of an agent, or `line`: his tickets wait for anybody. What is closed stays his until it is opened again (`LeftTickets`). Throws `PermanentError`: `agent_unknown`, `agent_in_use` (tickets that are
   * not closed, and no successor), `successor_unknown`.
   */
  async leave(agentId: string, successor: string | undefined): Promise<void> {
    const now = this.clock.now();
    await this.effects.run(async (transaction) => {
      const [agent] = isUuid(agentId)
        ? await transaction.query<{ name: string }>(
            'select display_name as name from agents where id = $1::uuid and disabled_at is null for update',
            [agentId],
          )
        : [];
      if (agent === undefined)
        throw new PermanentError(`there is no agent ${agentId}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
      const [{ tickets }] = (await transaction.query<{ tickets: number }>(
        `select count(*)::int as tickets from tickets where assignee_id = $1::uuid and status <> 'closed' and merged_into is null`,
        [agentId],
      )) as [{ tickets: number }];
      if (tickets > 0 && successor === undefined)
        throw new PermanentError(`${agent.name} has ${tickets} tickets that are not closed`, {
          code: 'agent_in_use',
          hint: 'say where they go: successor=<id of an agent>, or successor=line',
          fields: { tickets },
        });
      const to = successor === undefined || successor === 'line' ? null : successor;
      if (to !== null) {
        const found =
          isUuid(to) && to !== agentId
            ? await transaction.query('select 1 from agents where id = $1::uuid and disabled_at is null', [to])
            : [];
        if (found.length === 0)
          throw new PermanentError(`there is no agent ${to} to take over`, {
            code: 'successor_unknown',
            hint: 'GET /api/v1/agents lists them',
          });
      }
      await transaction.query('update agents set disabled_at = $2 where id = $1::uuid', [agentId, now]);
      await transaction.query('delete from agent_sessions where agent_id = $1::uuid', [agentId]);
      await transaction.query('delete from agent_presence where agent_id = $1::uuid', [agentId]);
      await transaction.query('delete from reply_drafts where agent_id = $1::uuid', [agentId]);
      await transaction.query('delete from ticket_views where agent_id = $1::uuid', [agentId]);
      const data = { what: 'agent', from: agentId, to };
      // Also where he has none: somebody may give him one at this moment, and none of both sees the other.
      await this.timers.set(transaction, [{ kind: SUCCESSION_TIMER, key: `agent:${agentId}`, dueAt: now, data }]);
    });
  }
}
