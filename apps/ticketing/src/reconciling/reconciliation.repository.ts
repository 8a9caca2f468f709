import { Inject, Injectable } from '@nestjs/common';
import type { HeldMessage, InboxListed } from '#contracts';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { type Compared } from './compare-holdings.js';
import { ANSWER_MS, type Difference, type Failure, MOST_NAMED, type Reconciliation, type ReconciliationState } from './reconciliation.js';

/** Kept of each inbox, newest first. */
const KEPT = 20;

interface Row extends Record<string, unknown> {
  id: string;
  inboxId: string;
  askedAt: Date;
  askedBy: string;
  comparedAt: Date | null;
  result: (Omit<Compared, 'missing'> & { readonly missing: number }) | null;
  failure: Failure | null;
}

const COLUMNS = `id, inbox_id as "inboxId", asked_at as "askedAt", asked_by as "askedBy", compared_at as "comparedAt", result, failure`;

/** Reconciliations with the differences they found. */
@Injectable()
export class ReconciliationRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async open(transaction: Transaction, of: { id: string; inboxId: string; channel: string; askedBy: string }, now: Date): Promise<void> {
    await transaction.query('insert into reconciliations (id, inbox_id, channel, asked_at, asked_by) values ($1, $2, $3, $4, $5)', [
      ...[of.id, of.inboxId, of.channel, now, of.askedBy],
    ]);
    await transaction.query(
      `delete from reconciliations where id in (
         select id from reconciliations where inbox_id = $1 order by asked_at desc, id desc offset ${KEPT})`,
      [of.inboxId],
    );
  }

  /** Newest first. */
  async list(inboxId: string, now: Date): Promise<Reconciliation[]> {
    const rows = await this.database.sql.query<Row>(
      `select ${COLUMNS} from reconciliations where inbox_id = $1 order by asked_at desc, id desc limit ${KEPT}`,
      [inboxId],
    );
    return rows.map((row) => toReconciliation(row, now));
  }

  async find(inboxId: string, id: string, now: Date): Promise<Reconciliation | null> {
    const [row] = await this.database.sql.query<Row>(`select ${COLUMNS} from reconciliations where id = $1::uuid and inbox_id = $2`, [
      ...[id, inboxId],
    ]);
    return row === undefined ? null : toReconciliation(row, now);
  }

  /** Null: it is gone, or has its answer. Locked, so that two answers come one after the other. */
  async lockAsked(transaction: Transaction, id: string): Promise<{ channel: string; inboxId: string } | null> {
    const [row] = await transaction.query<{ channel: string; inboxId: string }>(
      `select channel, inbox_id as "inboxId" from reconciliations where id = $1::uuid and compared_at is null and failure is null for update`,
      [id],
    );
    return row ?? null;
  }

  async keepPart(transaction: Transaction, { requestId, listing, part, messages, leftOut }: InboxListed): Promise<void> {
    await transaction.query(
      `insert into reconciliation_parts (reconciliation_id, listing, part, messages, left_out) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [requestId, listing, part, JSON.stringify(messages), JSON.stringify(leftOut)],
    );
  }

  async readParts({ requestId, listing }: InboxListed): Promise<Pick<InboxListed, 'messages' | 'leftOut'>> {
    const rows = await this.database.sql.query<{ messages: HeldMessage[]; leftOut: InboxListed['leftOut'] }>(
      `select messages, left_out as "leftOut" from reconciliation_parts where reconciliation_id = $1 and listing = $2 order by part`,
      [requestId, listing],
    );
    return { messages: rows.flatMap(({ messages }) => messages), leftOut: rows.flatMap(({ leftOut }) => leftOut) };
  }

  async fail(transaction: Transaction, id: string, failure: Failure): Promise<void> {
    await transaction.query('update reconciliations set failure = $2 where id = $1', [id, JSON.stringify(failure)]);
    await transaction.query('delete from reconciliation_parts where reconciliation_id = $1', [id]);
  }

  /** Returns the refs of the differences that are named: the newest. */
  async settle(transaction: Transaction, id: string, { missing, ...counts }: Compared, now: Date): Promise<string[]> {
    const named = [...missing].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '')).slice(0, MOST_NAMED);
    await transaction.query('update reconciliations set compared_at = $2, result = $3 where id = $1', [
      ...[id, now, JSON.stringify({ ...counts, missing: missing.length })],
    ]);
    await transaction.query(
      `insert into reconciliation_differences (reconciliation_id, ref, at)
       select $1, ref, at from json_to_recordset($2::json) as d (ref text, at timestamptz)`,
      [id, JSON.stringify(named)],
    );
    await transaction.query('delete from reconciliation_parts where reconciliation_id = $1', [id]);
    return named.map(({ ref }) => ref);
  }

  /** Who wrote them, and what about. */
  async describe(sql: Sql, id: string, messages: readonly HeldMessage[]): Promise<void> {
    await sql.query(
      `update reconciliation_differences d set at = coalesce(m.at, d.at), remote_message_id = m."remoteMessageId", sender = m.sender,
         subject = m.subject, size_bytes = m."sizeBytes"
       from json_to_recordset($2::json) as m (ref text, at timestamptz, "remoteMessageId" text, sender text, subject text, "sizeBytes" bigint)
       where d.reconciliation_id = $1 and d.ref = m.ref`,
      [id, JSON.stringify(messages)],
    );
  }

  async listDifferences(id: string, now: Date): Promise<Difference[]> {
    const rows = await this.database.sql.query<Difference & { [column: string]: unknown }>(
      `select d.ref, d.at, d.remote_message_id as "remoteMessageId", d.sender, d.subject, d.size_bytes::float8 as "sizeBytes", d.failure,
         case when l.ref is not null then 'here' when d.outcome = 'taken' then 'fetched' when d.outcome is not null then d.outcome
           when d.asked_at > $2::timestamptz then 'asked' else 'missing' end as state, l.ticket_id as "ticketId", l.number as "ticketNumber"
       from reconciliation_differences d join reconciliations r on r.id = d.reconciliation_id
       left join lateral (
         select l.delivery_id as ref, t.id as ticket_id, t.number from ledger l left join entries e on e.id = l.entry_id left join tickets t on t.id = e.ticket_id
         where l.recorded_at >= r.asked_at and l.delivery_id = d.ref limit 1) l on true
       where d.reconciliation_id = $1::uuid order by d.at desc nulls last, d.ref`,
      [id, new Date(now.getTime() - ANSWER_MS)],
    );
    return rows;
  }

  /** Those of the refs (none given: all) that may be asked for; they are from now on. */
  async askFor(transaction: Transaction, id: string, refs: readonly string[] | null, by: string, now: Date): Promise<string[]> {
    const rows = await transaction.query<{ ref: string }>(
      `update reconciliation_differences set asked_at = $3, asked_by = $4, outcome = null, failure = null
       where reconciliation_id = $1 and ($2::text[] is null or ref = any($2)) and outcome is distinct from 'taken' returning ref`,
      [id, refs, now, by],
    );
    return rows.map(({ ref }) => ref);
  }

  async noteFetched(sql: Sql, id: string, refs: readonly string[], outcome: 'taken' | 'gone' | 'failed', failure?: Failure): Promise<void> {
    if (refs.length === 0) return;
    await sql.query(
      `update reconciliation_differences set outcome = $3, failure = $4 where reconciliation_id = $1 and ref = any($2) and outcome is distinct from 'taken'`,
      [id, refs, outcome, failure === undefined ? null : JSON.stringify(failure)],
    );
  }

  /** Those that were asked for and have no answer. */
  async listAsked(id: string): Promise<string[]> {
    const rows = await this.database.sql.query<{ ref: string }>(
      'select ref from reconciliation_differences where reconciliation_id = $1 and asked_at is not null and outcome is null',
      [id],
    );
    return rows.map(({ ref }) => ref);
  }
}

function toReconciliation({ result, ...row }: Row, now: Date): Reconciliation {
  const { remote = null, here = [], waiting = [], leftOut = [], missing = null } = result ?? {};
  return { ...row, remote, here, waiting, leftOut, missing, state: stateOf(row, now) } as Reconciliation;
}

function stateOf({ comparedAt, failure, askedAt }: Pick<Row, 'comparedAt' | 'failure' | 'askedAt'>, now: Date): ReconciliationState {
  if (comparedAt !== null) return 'compared';
  if (failure !== null) return 'failed';
  return now.getTime() - askedAt.getTime() > ANSWER_MS ? 'unanswered' : 'asked';
}
