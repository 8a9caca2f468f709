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

/** How somebody logged in. */
export type SignedInBy = 'password' | 'oidc';

export interface FoundSession {
  readonly agent: AgentView;
  readonly groups: string[];
  readonly signedInBy: SignedInBy;
  /** Has the agent a second factor? */
  readonly hasFactor: boolean;
}

/** Logins. The database holds digests of tokens: who reads it can log in as nobody. */
@Injectable()
export class SessionRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Resolves with the token, which is stored nowhere. Takes out logins that ended by themselves. `hint`: what the provider wants to hear when the login
   * ends there too, sealed.
   */
  async open(agentId: string, signedInBy: SignedInBy = 'password', hint: string | null = null): Promise<string> {
    const token = makeToken();
    const now = this.clock.now();
    await this.database.sql.query('delete from agent_sessions where last_used_at < $1', [this.deadline()]);
    await this.database.sql.query(
      `insert into agent_sessions (token_hash, agent_id, created_at, last_used_at, signed_in_by, provider_hint) values ($1, $2, $3, $3, $4, $5)`,
      [digestOf(token), agentId, now, signedInBy, hint],
    );
    return token;
  }

  /** The agent whose login this is; null when it ended. `counts`: is this a use that keeps the login alive? */
  async find(token: string, counts: boolean): Promise<FoundSession | null> {
    const hash = digestOf(token);
    const [row] = await this.database.sql.query<AgentView & Omit<FoundSession, 'agent'> & { lastUsedAt: Date }>(
      `select a.id, a.email, a.display_name as "displayName", a.role, a.extension, s.last_used_at as "lastUsedAt", s.signed_in_by as "signedInBy",
         exists (select from agent_second_factors f where f.agent_id = a.id and f.confirmed_at is not null) as "hasFactor",
         array(select g.group_id::text from group_people g where g.agent_id = a.id) as groups
       from agent_sessions s join agents a on a.id = s.agent_id
       where s.token_hash = $1 and s.last_used_at >= $2 and a.disabled_at is null`,
      [hash, this.deadline()],
    );
    if (row === undefined) return null;
    const { lastUsedAt, groups, signedInBy, hasFactor, ...agent } = row;
    const now = this.clock.now();
    if (counts && now.getTime() - lastUsedAt.getTime() > USE_MS)
      await this.database.sql.query('update agent_sessions set last_used_at = $2 where token_hash = $1', [hash, now]);
    return { agent, groups, signedInBy, hasFactor };
  }

  /** What the provider wants to hear of this login, sealed; null: it was made without one. */
  async findHint(token: string): Promise<string | null> {
    const [row] = await this.database.sql.query<{ hint: string | null }>(
      'select provider_hint as hint from agent_sessions where token_hash = $1',
      [digestOf(token)],
    );
    return row?.hint ?? null;
  }

  /** All logins of an agent but this one. */
  async closeOthers(agentId: string, token: string | null): Promise<void> {
    await this.database.sql.query('delete from agent_sessions where agent_id = $1::uuid and token_hash <> $2', [
      agentId,
      token === null ? '' : digestOf(token),
    ]);
  }

  async close(token: string): Promise<void> {
    await this.database.sql.query('delete from agent_sessions where token_hash = $1', [digestOf(token)]);
  }

  private deadline(): Date {
    return new Date(this.clock.now().getTime() - IDLE_MS);
  }
}
