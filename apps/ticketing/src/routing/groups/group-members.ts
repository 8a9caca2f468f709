import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { GroupDirectory, type GroupView } from '../../groups/group-directory.js';
import { Effects } from '../../idempotency/effects.js';
import { isUuid } from '../../tickets/ticket.repository.js';
import { Timers } from '../../timers/timers.js';
import { MATCH_TIMER } from '../waiting/waiting-line-keeper.js';

/** Members that a desk adds besides those of its file. */
@Injectable()
export class GroupMembers {
  constructor(
    private readonly groups: GroupDirectory,
    private readonly effects: Effects,
    private readonly timers: Timers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `group_unknown`, `agent_unknown`. */
  async add(group: string, agentId: string): Promise<GroupView> {
    return this.change(group, async (transaction, groupId) => {
      const rows = isUuid(agentId)
        ? await transaction.query(
            `with agent as (select id from agents where id = $2::uuid and disabled_at is null),
               added as (insert into group_members (group_id, agent_id) select $1::uuid, id from agent on conflict do nothing)
             select id from agent`,
            [groupId, agentId],
          )
        : [];
      if (rows.length === 0)
        throw new PermanentError(`there is no agent ${agentId}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
    });
  }

  /** Throws `PermanentError`: `group_unknown`, `member_of_file` (the desk's file names him), `member_unknown`. */
  async remove(group: string, agentId: string): Promise<GroupView> {
    return this.change(group, async (transaction, groupId) => {
      const rows = isUuid(agentId)
        ? await transaction.query('delete from group_members where group_id = $1::uuid and agent_id = $2::uuid returning agent_id', [
            groupId,
            agentId,
          ])
        : [];
      const byFile = isUuid(agentId)
        ? await transaction.query('select 1 from group_people where group_id = $1::uuid and agent_id = $2::uuid', [groupId, agentId])
        : [];
      if (byFile.length > 0)
        throw new PermanentError('the desk’s file names this member', {
          code: 'member_of_file',
          hint: 'take the address out of profile.groups and apply the desk',
        });
      if (rows.length === 0) throw new PermanentError(`agent ${agentId} is not in this group`, { code: 'member_unknown' });
    });
  }

  /** By key or id. Throws `PermanentError` (`group_unknown`). */
  async get(group: string): Promise<GroupView> {
    const id = this.groups.resolve(group);
    return (await this.groups.list()).find((one) => one.id === id)!;
  }

  private async change(group: string, work: (transaction: Transaction, groupId: string) => Promise<void>): Promise<GroupView> {
    const groupId = this.groups.resolve(group);
    await this.effects.run(async (transaction) => {
      await work(transaction, groupId);
      await this.timers.set(transaction, [{ kind: MATCH_TIMER, key: 'now', dueAt: this.clock.now() }]);
    });
    return this.get(group);
  }
}
