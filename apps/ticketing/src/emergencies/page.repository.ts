import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';

/** calling: somebody was paged and has not answered · unanswered: nobody did · ended: it needs nobody any more. */
export type CallState = 'calling' | 'acknowledged' | 'unanswered' | 'ended';

/** One emergency that somebody on duty is to take. */
export interface PageCall {
  readonly id: string;
  readonly ticketId: string;
  readonly rota: string;
  readonly reason: string;
  readonly state: CallState;
  readonly startedAt: Date;
  /** Pages so far. */
  readonly place: number;
}

export interface NewPage {
  readonly id: string;
  readonly callId: string;
  readonly place: number;
  readonly person: string;
  readonly name: string;
  /** Unreachable: by none of his ways anything can be sent. */
  readonly state: 'sent' | 'unreachable';
}

export interface NewPageMessage {
  /** Of the entry, where one was sent. */
  readonly id: string;
  readonly pageId: string;
  readonly inboxId: string;
  readonly address: string | null;
  readonly fault: string | null;
}

export interface PageCallView {
  readonly id: string;
  readonly rota: string;
  readonly reason: string;
  readonly state: CallState;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly pages: readonly {
    readonly id: string;
    readonly person: string;
    readonly name: string;
    readonly state: string;
    readonly sentAt: string;
    readonly endedAt: string | null;
    readonly messages: readonly {
      readonly inboxId: string;
      readonly address: string | null;
      readonly fault: string | null;
      readonly delivery: string | null;
    }[];
  }[];
}

const CALL = `c.id, coalesce(t.merged_into, t.id) as "ticketId", c.rota, c.reason, c.state, c.started_at as "startedAt",
  (select count(*)::int from pages p where p.call_id = c.id) as place`;

@Injectable()
export class PageRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Once for each key. Returns those that are new. */
  async insertCalls(
    transaction: Transaction,
    calls: readonly {
      readonly id: string;
      readonly key: string;
      readonly ticketId: string;
      readonly rota: string;
      readonly reason: string;
    }[],
    now: Date,
  ): Promise<Set<string>> {
    const rows = await transaction.query<{ id: string }>(
      `insert into page_calls (id, key, ticket_id, rota, reason, state, started_at)
       select id, key, "ticketId", rota, reason, 'calling', $2::timestamptz
       from json_to_recordset($1::json) as c (id uuid, key text, "ticketId" uuid, rota text, reason text) order by key
       on conflict (key) do nothing returning id`,
      [JSON.stringify(calls), now],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async insertPages(transaction: Transaction, pages: readonly NewPage[], messages: readonly NewPageMessage[], now: Date): Promise<void> {
    if (pages.length === 0) return;
    await transaction.query(
      `insert into pages (id, call_id, place, person, name, state, sent_at)
       select id, "callId", place, person, name, state, $2::timestamptz
       from json_to_recordset($1::json) as p (id uuid, "callId" uuid, place int, person text, name text, state text)`,
      [JSON.stringify(pages), now],
    );
    await transaction.query(
      `insert into page_messages (id, page_id, inbox_id, address, fault)
       select id, "pageId", "inboxId", address, fault from json_to_recordset($1::json) as m (id uuid, "pageId" uuid, "inboxId" text, address text, fault text)`,
      [JSON.stringify(messages)],
    );
  }

  /** Held, those in one of these states. Hold their tickets first. */
  async hold(transaction: Transaction, ids: readonly string[], states: readonly CallState[]): Promise<PageCall[]> {
    return transaction.query<PageCall>(
      `select ${CALL} from page_calls c join tickets t on t.id = c.ticket_id
       where c.id = any($1::uuid[]) and c.state = any($2::text[]) order by c.id for update of c`,
      [[...ids], [...states]],
    );
  }

  /** Where the tickets of calls lead. */
  async findTicketsOf(transaction: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      'select distinct coalesce(t.merged_into, t.id) as id from page_calls c join tickets t on t.id = c.ticket_id where c.id = any($1::uuid[])',
      [[...ids]],
    );
    return rows.map(({ id }) => id);
  }

  async findCallingOf(transaction: Transaction, ticketIds: readonly string[]): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      `select id from page_calls where ticket_id = any($1::uuid[]) and state = 'calling' order by id`,
      [[...ticketIds]],
    );
    return rows.map(({ id }) => id);
  }

  /** Calls whose last page reached nobody by any way. */
  async findUnreached(transaction: Transaction, entryIds: readonly string[]): Promise<string[]> {
    if (entryIds.length === 0) return [];
    const rows = await transaction.query<{ id: string }>(
      `select distinct p.call_id as id from page_messages own join pages p on p.id = own.page_id and p.state = 'sent'
       where own.id = any($1::uuid[]) and not exists (select 1 from page_messages m left join entries e on e.id = m.id
         where m.page_id = p.id and m.fault is null and coalesce(e.delivery->>'status', 'queued') <> 'failed')`,
      [[...entryIds]],
    );
    return rows.map(({ id }) => id);
  }

  async endCalls(
    transaction: Transaction,
    ids: readonly string[],
    state: Exclude<CallState, 'calling'>,
    by: string | null,
    now: Date,
  ): Promise<void> {
    await transaction.query('update page_calls set state = $2, ended_at = $4, acknowledged_by = $3 where id = any($1::uuid[])', [
      [...ids],
      state,
      by,
      now,
    ]);
  }

  /** What became of the pages of calls that were still waited for. */
  async endPages(
    transaction: Transaction,
    callIds: readonly string[],
    state: 'acknowledged' | 'passed_on' | 'unreachable' | 'ended',
    now: Date,
  ): Promise<void> {
    await transaction.query(`update pages set state = $2, ended_at = $3 where call_id = any($1::uuid[]) and state = 'sent'`, [
      [...callIds],
      state,
      now,
    ]);
  }

  async markAcknowledged(transaction: Transaction, pageId: string, now: Date): Promise<void> {
    await transaction.query(`update pages set state = 'acknowledged', ended_at = $2 where id = $1::uuid`, [pageId, now]);
  }

  async findPage(id: string): Promise<{
    callId: string;
    ticketId: string;
    number: string;
    subject: string;
    person: string;
    name: string;
    state: CallState;
    acknowledgedBy: string | null;
  } | null> {
    const [row] = await this.database.sql.query<never>(
      `select c.id as "callId", c.ticket_id as "ticketId", t.number, t.subject, p.person, p.name, c.state, c.acknowledged_by as "acknowledgedBy"
       from pages p join page_calls c on c.id = p.call_id join tickets t on t.id = c.ticket_id where p.id = $1::uuid`,
      [id],
    );
    return row ?? null;
  }

  async findTicketOf(
    callId: string,
    sql: Sql = this.database.sql,
  ): Promise<{ ticketId: string; state: CallState; acknowledgedBy: string | null } | null> {
    const [row] = await sql.query<never>(
      'select ticket_id as "ticketId", state, acknowledged_by as "acknowledgedBy" from page_calls where id = $1::uuid',
      [callId],
    );
    return row ?? null;
  }

  /** Of a ticket, newest first. */
  async listOf(ticketId: string): Promise<PageCallView[]> {
    return this.database.sql.query<PageCallView>(
      `select c.id, c.rota, c.reason, c.state, c.started_at as "startedAt", c.ended_at as "endedAt", c.acknowledged_by as "acknowledgedBy",
         coalesce((select json_agg(json_build_object('id', p.id, 'person', p.person, 'name', p.name, 'state', p.state, 'sentAt', p.sent_at, 'endedAt', p.ended_at,
           'messages', (select coalesce(json_agg(json_build_object('inboxId', m.inbox_id, 'address', m.address, 'fault', m.fault, 'delivery', e.delivery->>'status')
             order by m.inbox_id, m.address), '[]') from page_messages m left join entries e on e.id = m.id where m.page_id = p.id)) order by p.place)
           from pages p where p.call_id = c.id), '[]') as pages
       from page_calls c where c.ticket_id in (select id from tickets where id = $1::uuid or merged_into = $1::uuid) order by c.started_at desc, c.id`,
      [ticketId],
    );
  }
}
