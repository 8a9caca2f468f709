import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { CLOCK } from '#runtime';
import type { Clock } from '#runtime';
import type { AgentView } from './agent.repository.js';
import { digestOf, makeToken } from './secret-text.js';

/** A login ends when nothing was asked with it for this long. */
export const IDLE_MS = 12 * 3_600_000;
/** How exactly the last use is known: a write a request would cost more than the request. */
const USE_MS = 60_000;

/** Logins. The database holds digests of tokens: who reads it can log in as nobody. */
@Injectable()
export class SessionRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Resolves with the token, which is stored nowhere. Takes out logins that ended by themselves. */
  async open(agentId: string): Promise<string> {
    const token = makeToken();
    const now = this.clock.now();
    await this.database.sql.query('delete from agent_sessions where last_used_at < $1', [this.deadline()]);
    await this.database.sql.query('insert into agent_sessions (token_hash, agent_id, created_at, last_used_at) values ($1, $2, $3, $3)', [
      digestOf(token),
      agentId,
      now,
    ]);
    return token;
  }

  /** The agent whose login this is; null when it ended. `counts`: is this a use that keeps the login alive? */
  async find(token: string, counts: boolean): Promise<{ agent: AgentView; groups: string[] } | null> {
    const hash = digestOf(token);
    const [row] = await this.database.sql.query<AgentView & { lastUsedAt: Date; groups: string[] }>(
      `select a.id, a.email, a.display_name as "displayName", a.role, a.extension, s.last_used_at as "lastUsedAt",
         array(select g.group_id::text from group_people g where g.agent_id = a.id) as groups
       from agent_sessions s join agents a on a.id = s.agent_id
       where s.token_hash = $1 and s.last_used_at >= $2 and a.disabled_at is null`,
      [hash, this.deadline()],
    );
    if (row === undefined) return null;
    const { lastUsedAt, groups, ...agent } = row;
    const now = this.clock.now();
    if (counts && now.getTime() - lastUsedAt.getTime() > USE_MS)
      await this.database.sql.query('update agent_sessions set last_used_at = $2 where token_hash = $1', [hash, now]);
    return { agent, groups };
  }

  async close(token: string): Promise<void> {
    await this.database.sql.query('delete from agent_sessions where token_hash = $1', [digestOf(token)]);
  }

  private deadline(): Date {
    return new Date(this.clock.now().getTime() - IDLE_MS);
  }
}
