import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Lack } from './find-lacks.js';

export interface ChannelAlarm {
  readonly id: string;
  readonly channel: string;
  readonly lack: Lack;
  readonly detail: string;
  readonly since: Date;
  /** Null while it has not lasted long enough to be one. */
  readonly raisedAt: Date | null;
  readonly endedAt: Date | null;
}

const COLUMNS = 'id, channel, lack, detail, since, raised_at as "raisedAt", ended_at as "endedAt"';

@Injectable()
export class ChannelAlarmRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that go on, held. */
  async holdOpen(transaction: Transaction): Promise<ChannelAlarm[]> {
    return transaction.query<ChannelAlarm>(
      `select ${COLUMNS} from channel_alarms where ended_at is null order by channel, lack for update`,
    );
  }

  async write(transaction: Transaction, alarms: readonly ChannelAlarm[]): Promise<void> {
    if (alarms.length === 0) return;
    await transaction.query(
      `insert into channel_alarms (id, channel, lack, detail, since, raised_at, ended_at)
       select id, channel, lack, detail, since, "raisedAt", "endedAt" from json_to_recordset($1::json)
         as a (id uuid, channel text, lack text, detail text, since timestamptz, "raisedAt" timestamptz, "endedAt" timestamptz) order by id
       on conflict (id) do update set detail = excluded.detail, raised_at = excluded.raised_at, ended_at = excluded.ended_at`,
      [JSON.stringify(alarms)],
    );
  }

  /** Those that were raised, newest first. */
  async list(open: boolean | undefined, limit: number, sql: Sql = this.database.sql): Promise<ChannelAlarm[]> {
    const where = open === undefined ? '' : `and ended_at is ${open ? '' : 'not '}null`;
    return sql.query<ChannelAlarm>(
      `select ${COLUMNS} from channel_alarms where raised_at is not null ${where} order by since desc, id limit ${limit}`,
    );
  }

  /** Who is at work, by group. */
  async readThere(sql: Sql, groupIds: readonly string[], now: Date): Promise<Map<string, Set<string>>> {
    const rows = await sql.query<{ group: string; agents: string[] }>(
      `select g.group_id as "group", array_agg(g.agent_id) as agents from group_people g
       join agent_presence p on p.agent_id = g.agent_id and p.state <> 'offline' and p.expires_at > $2::timestamptz
       join agents a on a.id = g.agent_id and a.disabled_at is null where g.group_id = any($1::uuid[]) group by 1`,
      [[...groupIds], now],
    );
    return new Map(rows.map(({ group, agents }) => [group, new Set(agents)]));
  }
}
