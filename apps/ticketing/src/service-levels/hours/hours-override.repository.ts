import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { Actor } from '../../tickets/actor.js';

/** What a supervisor changed of a channel's hours. It stays stored, also when he took it back. */
export interface HoursOverrideRow {
  readonly id: string;
  readonly channel: string;
  readonly opens: boolean;
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
  readonly actor: Actor;
  readonly madeAt: Date;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: Actor | null;
}

const COLUMNS = `id, channel, opens, from_at as "from", to_at as "to", reason, actor, made_at as "madeAt", withdrawn_at as "withdrawnAt",
  withdrawn_by as "withdrawnBy"`;

@Injectable()
export class HoursOverrideRepository {
  /** Those in force that end after `since`, in the order they were made: later ones stand above earlier ones. */
  async listInForce(sql: Sql, since: Date): Promise<HoursOverrideRow[]> {
    return sql.query<HoursOverrideRow>(
      `select ${COLUMNS} from hours_overrides where to_at > $1 and withdrawn_at is null order by made_at, id`,
      [since],
      'ticketing_hours_overrides',
    );
  }

  /** Newest first, withdrawn ones too. */
  async list(sql: Sql, channel: string, limit: number): Promise<HoursOverrideRow[]> {
    return sql.query<HoursOverrideRow>(
      `select ${COLUMNS} from hours_overrides where channel = $1 order by made_at desc, id desc limit ${limit}`,
      [channel],
    );
  }

  async find(sql: Sql, id: string): Promise<HoursOverrideRow | null> {
    const [row] = await sql.query<HoursOverrideRow>(`select ${COLUMNS} from hours_overrides where id = $1::uuid`, [id]);
    return row ?? null;
  }

  async insert(transaction: Transaction, row: Omit<HoursOverrideRow, 'withdrawnAt' | 'withdrawnBy'>): Promise<void> {
    const { id, channel, opens, from, to, reason, actor, madeAt } = row;
    await transaction.query(
      `insert into hours_overrides (id, channel, opens, from_at, to_at, reason, actor, made_at) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
      [id, channel, opens, from, to, reason, JSON.stringify(actor), madeAt],
    );
  }

  /** Null when it is not there, or was taken back before. */
  async withdraw(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<HoursOverrideRow | null> {
    const [row] = await transaction.query<HoursOverrideRow>(
      `update hours_overrides set withdrawn_at = $2, withdrawn_by = $3::jsonb where id = $1::uuid and withdrawn_at is null returning ${COLUMNS}`,
      [id, now, JSON.stringify(actor)],
    );
    return row ?? null;
  }
}
