import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { seenBy, type Viewer } from '../agents/viewer.js';
import type { Actor } from '../tickets/actor.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';

export type MeasureState = 'asked' | 'consented' | 'refused' | 'running' | 'ended';

export interface MeasureRecord {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  /** Key in the desk's file. */
  readonly kind: string;
  readonly what: string;
  readonly risk: string | null;
  readonly tool: string | null;
  readonly rights: string | null;
  readonly state: MeasureState;
  readonly askedAt: Date;
  readonly askedBy: Actor;
  /** The message that told the customer, where one went out. */
  readonly askedEntry: string | null;
  readonly decidedAt: Date | null;
  /** Who consented or refused, on the customer's side. */
  readonly decidedBy: string | null;
  readonly decidedHow: string | null;
  /** His own words. */
  readonly consentEntry: string | null;
  readonly recordedBy: Actor | null;
  readonly startedAt: Date | null;
  readonly startedBy: Actor | null;
  readonly endedAt: Date | null;
  readonly endedBy: Actor | null;
  /** A link, or the name of the file. */
  readonly recording: string | null;
  /** The entry whose first recording is the file. */
  readonly recordingEntry: string | null;
  readonly result: string | null;
}

export interface MeasureFilter {
  readonly state?: MeasureState | undefined;
  /** Key in the desk's file. */
  readonly kind?: string | undefined;
  /** Of tickets that he sees; null: all. */
  readonly viewer: Viewer | null;
}

const SELECT = `select m.id, lead.id as "ticketId", lead.number as "ticketNumber", m.kind, m.what, m.risk, m.tool, m.rights, m.state, m.asked_at as "askedAt",
    m.asked_by as "askedBy", m.asked_entry as "askedEntry", m.decided_at as "decidedAt", m.decided_by as "decidedBy", m.decided_how as "decidedHow",
    m.consent_entry as "consentEntry", m.recorded_by as "recordedBy", m.started_at as "startedAt", m.started_by as "startedBy", m.ended_at as "endedAt",
    m.ended_by as "endedBy", m.recording, m.recording_entry as "recordingEntry", m.result
  from measures m join tickets t on t.id = m.ticket_id join tickets lead on lead.id = coalesce(t.merged_into, t.id)`;

@Injectable()
export class MeasureRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    measure: Pick<MeasureRecord, 'id' | 'ticketId' | 'kind' | 'what' | 'risk' | 'tool' | 'rights' | 'askedBy' | 'askedEntry'>,
    now: Date,
  ): Promise<void> {
    await transaction.query(
      `insert into measures (id, ticket_id, kind, what, risk, tool, rights, state, asked_at, asked_by, asked_entry)
       values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10)`,
      [
        ...[measure.id, measure.ticketId, measure.kind, measure.what, measure.risk, measure.tool, measure.rights],
        ...[now, JSON.stringify(measure.askedBy), measure.askedEntry],
      ],
    );
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<MeasureRecord | null> {
    const [row] = await sql.query<MeasureRecord>(`${SELECT} where m.id = $1::uuid`, [id]);
    return row ?? null;
  }

  async listOf(ticketId: string): Promise<MeasureRecord[]> {
    return this.database.sql.query<MeasureRecord>(`${SELECT} where lead.id = $1::uuid order by m.asked_at, m.id`, [ticketId]);
  }

  /** Of all tickets, the newest first. */
  async list({ state, kind, viewer }: MeasureFilter, page: { readonly limit?: number | undefined; readonly cursor?: string | undefined }) {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const place = (value: unknown) => `$${values.push(value)}`;
    const where = [viewer === null ? 'true' : seenBy(viewer, 'lead', place)];
    if (state !== undefined) where.push(`m.state = ${place(state)}`);
    if (kind !== undefined) where.push(`m.kind = ${place(kind)}`);
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(m.asked_at, m.id) < (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const rows = await this.database.sql.query<MeasureRecord>(
      `${SELECT} where ${where.join(' and ')} order by m.asked_at desc, m.id desc limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.askedAt.toISOString(), last.id]) : null };
  }

  async decide(
    transaction: Transaction,
    id: string,
    decision: {
      readonly consented: boolean;
      readonly by: string;
      readonly how: string;
      readonly entryId: string | null;
      readonly actor: Actor;
      readonly at: Date;
    },
  ): Promise<void> {
    await transaction.query(
      'update measures set state = $2, decided_at = $3, decided_by = $4, decided_how = $5, consent_entry = $6, recorded_by = $7 where id = $1::uuid',
      [
        id,
        decision.consented ? 'consented' : 'refused',
        decision.at,
        decision.by,
        decision.how,
        decision.entryId,
        JSON.stringify(decision.actor),
      ],
    );
  }

  async start(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<void> {
    await transaction.query(`update measures set state = 'running', started_at = $2, started_by = $3 where id = $1::uuid`, [
      id,
      now,
      JSON.stringify(actor),
    ]);
  }

  async end(
    transaction: Transaction,
    id: string,
    {
      actor,
      recording,
      recordingEntry,
      result,
    }: Pick<MeasureRecord, 'recording' | 'recordingEntry' | 'result'> & { readonly actor: Actor },
    now: Date,
  ): Promise<void> {
    await transaction.query(
      `update measures set state = 'ended', ended_at = $2, ended_by = $3, recording = $4, recording_entry = $5, result = $6 where id = $1::uuid`,
      [id, now, JSON.stringify(actor), recording, recordingEntry, result],
    );
  }
}
