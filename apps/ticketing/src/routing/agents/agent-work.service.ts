import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { Timers } from '../../timers/timers.js';
import { MATCH_TIMER } from '../waiting/waiting-line-keeper.js';
import { AgentRoster, type RosteredAgent } from './agent-roster.js';
import { type AgentWorkEdit, AgentWorkRepository } from './agent-work.repository.js';

/** What an agent can do, how much he takes at once, and how much he has. */
@Injectable()
export class AgentWork {
  constructor(
    private readonly roster: AgentRoster,
    private readonly repository: AgentWorkRepository,
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<RosteredAgent[]> {
    return this.roster.load(this.database.sql, this.clock.now());
  }

  /** Throws `PermanentError` (`agent_unknown`). */
  async get(agentId: string): Promise<RosteredAgent> {
    const agent = (await this.list()).find(({ id }) => id === agentId);
    if (agent === undefined)
      throw new PermanentError(`there is no agent ${agentId}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
    return agent;
  }

  /** Throws `PermanentError`: `agent_unknown`, `skill_unknown`, `version_conflict`. */
  async edit(agentId: string, edit: AgentWorkEdit): Promise<RosteredAgent> {
    const known = Object.keys(this.profiles.current().desk.skills);
    const unknown = Object.keys(edit.skills ?? {}).filter((key) => !known.includes(key));
    if (unknown.length > 0)
      throw new PermanentError(`the desk knows no skill ${unknown.join(', ')}`, {
        code: 'skill_unknown',
        hint: known.length === 0 ? 'profile.skills of the desk’s file names skills; it names none' : `one of: ${known.join(', ')}`,
      });
    const now = this.clock.now();
    await this.repository.edit(agentId, edit, (transaction) =>
      this.timers.set(transaction, [{ kind: MATCH_TIMER, key: 'now', dueAt: now }]),
    );
    return this.get(agentId);
  }
}
