import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { View, ViewQuery } from './view.js';

export interface ViewInput {
  readonly name: string;
  readonly query: ViewQuery;
}

const MOST_VIEWS = 50;
const COLUMNS = `id, 'own' as kind, name, query`;

/** Views that an agent made: his, and nobody else's. */
@Injectable()
export class OwnViews {
  constructor(
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order they were made. */
  async list(agentId: string): Promise<View[]> {
    return this.database.sql.query<View & { [column: string]: unknown }>(
      `select ${COLUMNS} from ticket_views where agent_id = $1::uuid order by made_at, id`,
      [agentId],
    );
  }

  /** Throws `PermanentError` (`views_full`). */
  async make(agentId: string, { name, query }: ViewInput): Promise<View> {
    const { id } = await this.effects.run(async (transaction) => {
      // Two at once see each other: the agent is their lock.
      await transaction.query('select from agents where id = $1::uuid for no key update', [agentId]);
      const [{ count }] = (await transaction.query<{ count: number }>(
        'select count(*)::int as count from ticket_views where agent_id = $1::uuid',
        [agentId],
      )) as [{ count: number }];
      if (count >= MOST_VIEWS)
        throw new PermanentError(`an agent has ${MOST_VIEWS} views at most`, {
          code: 'views_full',
          hint: 'take one away that is not used',
        });
      const id = randomUUID();
      await transaction.query(
        'insert into ticket_views (id, agent_id, name, query, made_at, changed_at) values ($1, $2, $3, $4::jsonb, $5, $5)',
        [id, agentId, name, JSON.stringify(query), this.clock.now()],
      );
      return { id };
    });
    return this.get(this.database.sql, agentId, id);
  }

  /** Throws `PermanentError` (`view_unknown`). */
  async change(agentId: string, id: string, { name, query }: Partial<ViewInput>): Promise<View> {
    await this.effects.run(async (transaction) => {
      await this.get(transaction, agentId, id);
      await transaction.query(
        'update ticket_views set name = coalesce($2, name), query = coalesce($3::jsonb, query), changed_at = $4 where id = $1::uuid',
        [id, name ?? null, query === undefined ? null : JSON.stringify(query), this.clock.now()],
      );
      return { id };
    });
    return this.get(this.database.sql, agentId, id);
  }

  /** Throws `PermanentError` (`view_unknown`). */
  async remove(agentId: string, id: string): Promise<void> {
    await this.effects.run(async (transaction) => {
      await this.get(transaction, agentId, id);
      await transaction.query('delete from ticket_views where id = $1::uuid', [id]);
      return { id };
    });
  }

  private async get(sql: Sql | Transaction, agentId: string, id: string): Promise<View> {
    const rows = isUuid(id)
      ? await sql.query<View & { [column: string]: unknown }>(
          `select ${COLUMNS} from ticket_views where id = $1::uuid and agent_id = $2::uuid`,
          [id, agentId],
        )
      : [];
    if (rows.length === 0)
      throw new PermanentError(`you have no view ${id}`, { code: 'view_unknown', hint: 'GET /api/v1/views lists them' });
    return rows[0]!;
  }
}
