import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import type { Case, CaseWithEvidence, GivenEvidence, StageVisit } from './case.js';

const COLUMNS = `c.ticket_id as "ticketId", c.request_type as "requestType", c.chosen_by as "chosenBy", c.stage, c.stage_seq as "stageSeq",
  c.stage_since as "stageSince", c.outcome, c.due_at as "dueAt", c.missed_at as "missedAt", c.estimate_at as "estimateAt",
  c.estimate_note as "estimateNote", c.estimate_said_at as "estimateSaidAt", c.estimates`;

export interface EvidenceChange {
  readonly ticketId: string;
  readonly key: string;
  readonly askedAt?: Date;
  readonly givenAt?: Date;
  readonly value?: string | null;
  readonly entryId?: string | null;
  readonly actor?: Actor;
}

export interface Estimate {
  readonly ticketId: string;
  readonly seq: number;
  readonly estimateAt: Date;
  readonly note: string | null;
  readonly actor: Actor;
  readonly saidAt: Date;
  /** What became of telling the customer. */
  readonly told: string;
}

@Injectable()
export class CaseRepository {
  async load(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, CaseWithEvidence>> {
    if (ticketIds.length === 0) return new Map();
    const ids = [[...new Set(ticketIds)]];
    const cases = await sql.query<Case>(`select ${COLUMNS} from ticket_cases c where c.ticket_id = any($1::uuid[])`, ids, 'cases_load');
    const evidence = await sql.query<GivenEvidence & { ticketId: string }>(
      `select ticket_id as "ticketId", key, asked_at as "askedAt", given_at as "givenAt", value, entry_id as "entryId"
       from case_evidence where ticket_id = any($1::uuid[]) order by ticket_id, key`,
      ids,
      'cases_load_evidence',
    );
    return new Map(
      cases.map((each) => [each.ticketId, { ...each, evidence: evidence.filter(({ ticketId }) => ticketId === each.ticketId) }]),
    );
  }

  async save(transaction: Transaction, cases: readonly Case[], now: Date): Promise<void> {
    if (cases.length === 0) return;
    await transaction.query(
      `insert into ticket_cases (ticket_id, request_type, chosen_by, stage, stage_seq, stage_since, outcome, due_at, missed_at, estimate_at, estimate_note,
         estimate_said_at, estimates, updated_at)
       select "ticketId", "requestType", "chosenBy", stage, "stageSeq", "stageSince", outcome, "dueAt", "missedAt", "estimateAt", "estimateNote",
         "estimateSaidAt", estimates, $2::timestamptz
       from json_to_recordset($1::json) as c ("ticketId" uuid, "requestType" text, "chosenBy" text, stage text, "stageSeq" int, "stageSince" timestamptz,
         outcome text, "dueAt" timestamptz, "missedAt" timestamptz, "estimateAt" timestamptz, "estimateNote" text, "estimateSaidAt" timestamptz, estimates int)
       order by "ticketId"
       on conflict (ticket_id) do update set request_type = excluded.request_type, chosen_by = excluded.chosen_by, stage = excluded.stage,
         stage_seq = excluded.stage_seq, stage_since = excluded.stage_since, outcome = excluded.outcome, due_at = excluded.due_at,
         missed_at = excluded.missed_at, estimate_at = excluded.estimate_at, estimate_note = excluded.estimate_note,
         estimate_said_at = excluded.estimate_said_at, estimates = excluded.estimates, updated_at = excluded.updated_at`,
      [JSON.stringify(cases), now],
      'cases_save',
    );
  }

  /** Each leaves the one before it. */
  async addVisits(transaction: Transaction, visits: readonly StageVisit[]): Promise<void> {
    if (visits.length === 0) return;
    const rows = JSON.stringify(visits);
    await transaction.query(
      `update case_stages s set left_at = v."enteredAt" from json_to_recordset($1::json) as v ("ticketId" uuid, "enteredAt" timestamptz)
       where s.ticket_id = v."ticketId" and s.left_at is null`,
      [rows],
    );
    await transaction.query(
      `insert into case_stages (ticket_id, seq, request_type, stage, from_stage, outcome, back, note, actor, entered_at, due_at, from_status)
       select "ticketId", seq, "requestType", stage, "fromStage", outcome, back, note, actor, "enteredAt", "dueAt", "fromStatus"
       from json_to_recordset($1::json) as v ("ticketId" uuid, seq int, "requestType" text, stage text, "fromStage" text, outcome text, back boolean,
         note text, actor jsonb, "enteredAt" timestamptz, "dueAt" timestamptz, "fromStatus" text)`,
      [rows],
    );
  }

  /** Other hours hold for a stage that is not left: one that is due later than now, or never, is not late any more. */
  async moveDue(
    transaction: Transaction,
    moved: readonly { readonly ticketId: string; readonly seq: number; readonly dueAt: Date | null }[],
    now: Date,
  ): Promise<void> {
    if (moved.length === 0) return;
    const rows = JSON.stringify(moved);
    for (const [table, seq] of [
      ['ticket_cases', 'stage_seq'],
      ['case_stages', 'seq'],
    ])
      await transaction.query(
        `update ${table} c set due_at = m."dueAt", missed_at = case when m."dueAt" > $2 or m."dueAt" is null then null else c.missed_at end
         from json_to_recordset($1::json) as m ("ticketId" uuid, seq int, "dueAt" timestamptz) where c.ticket_id = m."ticketId" and c.${seq} = m.seq`,
        [rows, now],
      );
  }

  /** The case stands in the stage before again, as `restored` says. */
  async removeVisit(transaction: Transaction, { ticketId, seq }: Pick<StageVisit, 'ticketId' | 'seq'>, restored: Case): Promise<void> {
    await transaction.query('delete from case_stages where ticket_id = $1::uuid and seq = $2', [ticketId, seq]);
    await transaction.query('update case_stages set left_at = null, due_at = $3, missed_at = $4 where ticket_id = $1::uuid and seq = $2', [
      ticketId,
      restored.stageSeq,
      restored.dueAt,
      restored.missedAt,
    ]);
  }

  async listVisits(sql: Sql, ticketId: string): Promise<StageVisit[]> {
    return sql.query<StageVisit>(
      `select ticket_id as "ticketId", seq, request_type as "requestType", stage, from_stage as "fromStage", outcome, back, note, actor,
         entered_at as "enteredAt", left_at as "leftAt", due_at as "dueAt", missed_at as "missedAt", from_status as "fromStatus"
       from case_stages where ticket_id = $1::uuid order by seq`,
      [ticketId],
    );
  }

  /** Those still in the stage that was to end. Returns them. */
  async markMissed(
    transaction: Transaction,
    due: readonly { readonly ticketId: string; readonly seq: number }[],
    now: Date,
  ): Promise<Case[]> {
    const values = [due.map(({ ticketId }) => ticketId), due.map(({ seq }) => seq), now];
    const missed = await transaction.query<Case>(
      `update ticket_cases c set missed_at = $3 from unnest($1::uuid[], $2::int[]) as d (ticket_id, seq)
       where c.ticket_id = d.ticket_id and c.stage_seq = d.seq and c.missed_at is null returning ${COLUMNS}`,
      values,
    );
    await transaction.query(
      `update case_stages s set missed_at = $3 from unnest($1::uuid[], $2::int[]) as d (ticket_id, seq)
       where s.ticket_id = d.ticket_id and s.seq = d.seq and s.left_at is null`,
      values,
    );
    return missed;
  }

  async changeEvidence(transaction: Transaction, changes: readonly EvidenceChange[]): Promise<void> {
    if (changes.length === 0) return;
    await transaction.query(
      `insert into case_evidence as e (ticket_id, key, asked_at, given_at, value, entry_id, actor)
       select "ticketId", key, "askedAt", "givenAt", value, "entryId", actor
       from json_to_recordset($1::json) as c ("ticketId" uuid, key text, "askedAt" timestamptz, "givenAt" timestamptz, value text, "entryId" uuid, actor jsonb)
       order by "ticketId", key
       on conflict (ticket_id, key) do update set asked_at = coalesce(e.asked_at, excluded.asked_at), given_at = coalesce(e.given_at, excluded.given_at),
         value = coalesce(excluded.value, e.value), entry_id = coalesce(excluded.entry_id, e.entry_id), actor = coalesce(excluded.actor, e.actor)`,
      [JSON.stringify(changes)],
      'cases_change_evidence',
    );
  }

  async addEstimate(transaction: Transaction, { ticketId, seq, estimateAt, note, actor, saidAt, told }: Estimate): Promise<void> {
    await transaction.query(
      'insert into case_estimates (ticket_id, seq, estimate_at, note, actor, said_at, told) values ($1::uuid, $2, $3, $4, $5, $6, $7)',
      [ticketId, seq, estimateAt, note, JSON.stringify(actor), saidAt, told],
    );
  }

  async listEstimates(sql: Sql, ticketId: string): Promise<Omit<Estimate, 'ticketId'>[]> {
    return sql.query(
      `select seq, estimate_at as "estimateAt", note, actor, said_at as "saidAt", told from case_estimates where ticket_id = $1::uuid order by seq`,
      [ticketId],
    );
  }
}
