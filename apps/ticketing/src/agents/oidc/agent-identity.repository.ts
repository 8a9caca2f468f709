import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { groupIdOf } from '../../desk/desk-groups.js';
import { type AgentView, COLUMNS } from '../agent.repository.js';
import type { Role } from '../roles.js';

export interface KnownAgent extends AgentView {
  readonly disabled: boolean;
  /** What the provider calls him, where he is linked to somebody there. */
  readonly subject: string | null;
}

export interface NamedAtProvider {
  readonly issuer: string;
  readonly subject: string;
}

/** Who agents are at the provider. All of it in the transaction of a login. */
@Injectable()
export class AgentIdentityRepository {
  /** Logins of one person at once, one after the other. */
  async hold(transaction: Transaction, { issuer, subject }: NamedAtProvider): Promise<void> {
    await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`sign-in:${issuer} ${subject}`]);
  }

  /** Whom the provider calls so; else whose address it is. */
  async find(transaction: Transaction, { issuer, subject }: NamedAtProvider, email: string | null): Promise<KnownAgent | null> {
    const [row] = await transaction.query<KnownAgent & { [column: string]: unknown }>(
      `select ${COLUMNS}, disabled_at is not null as disabled, i.subject from agents a
       left join agent_identities i on i.agent_id = a.id and i.issuer = $1
       where i.subject = $2 or a.email = $3 order by i.subject = $2 desc nulls last limit 1 for update of a`,
      [issuer, subject, email],
    );
    return row ?? null;
  }

  /** False: he is linked to somebody else at this provider. */
  async link(transaction: Transaction, { issuer, subject }: NamedAtProvider, agentId: string, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      `insert into agent_identities as i (issuer, subject, agent_id, linked_at, last_login_at) values ($1, $2, $3, $4, $4)
       on conflict (issuer, agent_id) do update set last_login_at = $4 where i.subject = excluded.subject returning 1`,
      [issuer, subject, agentId, now],
    );
    return rows.length > 0;
  }

  /** Without a password. Null: somebody made him at this moment. */
  async create(transaction: Transaction, agent: Pick<AgentView, 'email' | 'displayName' | 'role'>, now: Date): Promise<AgentView | null> {
    const [row] = await transaction.query<AgentView & { [column: string]: unknown }>(
      `insert into agents (id, email, display_name, role, password_hash, created_at, password_changed_at) values ($1, $2, $3, $4, null, $5, $5)
       on conflict (email) do nothing returning ${COLUMNS}`,
      [randomUUID(), agent.email, agent.displayName, agent.role, now],
    );
    return row ?? null;
  }

  async setRole(transaction: Transaction, agentId: string, role: Role): Promise<void> {
    await transaction.query('update agents set role = $2 where id = $1::uuid', [agentId, role]);
  }

  /** Whom the desk's file names in a group stays there. Returns how many memberships came and went. */
  async setGroups(transaction: Transaction, agentId: string, groups: { in: readonly string[]; out: readonly string[] }): Promise<number> {
    const came = await transaction.query(
      `insert into group_members (group_id, agent_id) select g, $1::uuid from unnest($2::uuid[]) g
       where not exists (select from group_people p where p.group_id = g and p.agent_id = $1::uuid) order by 1 on conflict do nothing returning 1`,
      [agentId, groups.in.map(groupIdOf)],
    );
    const went = await transaction.query('delete from group_members where agent_id = $1::uuid and group_id = any($2::uuid[]) returning 1', [
      agentId,
      groups.out.map(groupIdOf),
    ]);
    return came.length + went.length;
  }

  /** False: the state was brought before. Forgets those that are over by themselves. */
  async useState(transaction: Transaction, stateHash: string, now: Date, since: Date): Promise<boolean> {
    await transaction.query('delete from used_sign_ins where used_at < $1', [since]);
    const rows = await transaction.query(
      'insert into used_sign_ins (state_hash, used_at) values ($1, $2) on conflict do nothing returning 1',
      [stateHash, now],
    );
    return rows.length > 0;
  }
}
