import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Sql } from '#database';
import { CLOCK, PermanentError } from '#runtime';
import type { Clock } from '#runtime';
import type { Role } from './roles.js';

export interface AgentView {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  /** Where his phone rings. */
  readonly extension: string | null;
}

export interface AgentWithPassword extends AgentView {
  /** Null: he has none, and comes by single sign-on. */
  readonly passwordHash: string | null;
}

export const COLUMNS = 'id, email, display_name as "displayName", role, extension';

/** People who answer. Addresses are compared in lower case. */
@Injectable()
export class AgentRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError` (`agent_exists`). */
  async create(agent: Omit<AgentWithPassword, 'id' | 'extension'>, sql: Sql = this.database.sql): Promise<AgentView> {
    const [row] = await sql.query<AgentView>(
      `insert into agents (id, email, display_name, role, password_hash, created_at, password_changed_at)
       values ($1, $2, $3, $4, $5, $6, $6) on conflict (email) do nothing returning ${COLUMNS}`,
      [randomUUID(), toLogin(agent.email), agent.displayName, agent.role, agent.passwordHash, this.clock.now()],
    );
    if (row !== undefined) return row;
    throw new PermanentError(`there is an agent ${toLogin(agent.email)} already`, { code: 'agent_exists' });
  }

  async findByEmail(email: string): Promise<AgentWithPassword | null> {
    const [row] = await this.database.sql.query<AgentWithPassword>(
      `select ${COLUMNS}, password_hash as "passwordHash" from agents where email = $1 and disabled_at is null`,
      [toLogin(email)],
    );
    return row ?? null;
  }

  /** Takes it from whoever had it: a phone rings at one desk. */
  async setExtension(id: string, extension: string | null): Promise<void> {
    await this.database.run(async (transaction) => {
      if (extension !== null)
        await transaction.query('update agents set extension = null where extension = $1 and id <> $2::uuid', [extension, id]);
      await transaction.query('update agents set extension = $1 where id = $2::uuid', [extension, id]);
    });
  }

  /** Which of these addresses are agents'. */
  async findAmong(emails: readonly string[], sql: Sql = this.database.sql): Promise<Set<string>> {
    const rows = await sql.query<{ email: string }>('select email from agents where email = any($1::text[]) and disabled_at is null', [
      emails.map(toLogin),
    ]);
    return new Set(rows.map(({ email }) => email));
  }

  async exists(id: string): Promise<boolean> {
    const rows = await this.database.sql.query('select 1 from agents where id = $1::uuid and disabled_at is null', [id]);
    return rows.length > 0;
  }

  async list(): Promise<AgentView[]> {
    return this.database.sql.query<AgentView>(`select ${COLUMNS} from agents where disabled_at is null order by display_name, id`);
  }

  async countAdmins(sql: Sql = this.database.sql): Promise<number> {
    const [row] = await sql.query<{ admins: number }>(`select count(*)::int as admins from agents where role = 'admin'`);
    return row?.admins ?? 0;
  }

  /** What he may from his next request on. Throws `PermanentError` (`agent_unknown`, `last_admin`). */
  async setRole(id: string, role: Role, sql: Sql): Promise<AgentView> {
    // Two admins who take the right from each other at once would leave none.
    await sql.query(`select pg_advisory_xact_lock(hashtextextended('tributary:first-admin', 0))`);
    const [row] = await sql.query<AgentView>(
      `update agents set role = $2 where id = $1::uuid and disabled_at is null returning ${COLUMNS}`,
      [id, role],
    );
    if (row === undefined) throw new PermanentError(`there is no agent ${id}`, { code: 'agent_unknown' });
    const admins = await sql.query(`select 1 from agents where role = 'admin' and disabled_at is null limit 1`);
    if (admins.length === 0) throw new PermanentError('there would be no admin left', { code: 'last_admin' });
    return row;
  }

  /** His own: his logins go on; who calls ends the others. */
  async changePassword(id: string, passwordHash: string): Promise<void> {
    await this.database.sql.query('update agents set password_hash = $2, password_changed_at = $3 where id = $1::uuid', [
      ...[id, passwordHash, this.clock.now()],
    ]);
  }

  /** Ends the agent's logins too. Throws `PermanentError` (`agent_unknown`). */
  async setPassword(email: string, passwordHash: string): Promise<AgentView> {
    return this.database.run(async (transaction) => {
      const [row] = await transaction.query<AgentView>(
        `update agents set password_hash = $2, password_changed_at = $3 where email = $1 returning ${COLUMNS}`,
        [toLogin(email), passwordHash, this.clock.now()],
      );
      if (row === undefined) throw new PermanentError(`there is no agent ${toLogin(email)}`, { code: 'agent_unknown' });
      await transaction.query('delete from agent_sessions where agent_id = $1', [row.id]);
      return row;
    });
  }
}

export function toLogin(email: string): string {
  return email.trim().toLowerCase();
}
