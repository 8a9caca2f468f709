import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { LearnedKind, Recognised, RecognisedKind } from './recogniser.js';

export interface Prediction extends Recognised {
  readonly ticketId: string;
  readonly kind: RecognisedKind;
}

export interface PredictionView extends Omit<Prediction, 'ticketId'> {
  readonly at: Date;
  /** What an agent said it is. */
  readonly correctedTo: string | null;
  readonly correctedAt: Date | null;
}

/** How predictions fared with those who handled the tickets. */
export interface LiveFigures {
  readonly kind: RecognisedKind;
  readonly tickets: number;
  /** With a label. */
  readonly labelled: number;
  /** Labelled, and changed by an agent. */
  readonly corrected: number;
}

/** What was recognised in each ticket, last. */
@Injectable()
export class PredictionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async write(transaction: Transaction, predictions: readonly Prediction[], now: Date): Promise<void> {
    if (predictions.length === 0) return;
    const rows = predictions.map((one) => ({
      ...{ ticket_id: one.ticketId, kind: one.kind, label: one.label, confidence: one.confidence, basis: one.basis },
      ...{ candidates: one.candidates, because: one.because.slice(0, 20), model_version: one.modelVersion },
    }));
    await transaction.query(
      `insert into recognition_predictions (ticket_id, kind, label, confidence, basis, candidates, because, model_version, at)
       select ticket_id, kind, label, confidence, basis, candidates, because, model_version, $2::timestamptz
       from json_to_recordset($1::json) as p (ticket_id uuid, kind text, label text, confidence real, basis text, candidates jsonb, because jsonb, model_version int)
       order by ticket_id, kind
       on conflict (ticket_id, kind) do update set label = excluded.label, confidence = excluded.confidence, basis = excluded.basis,
         candidates = excluded.candidates, because = excluded.because, model_version = excluded.model_version, at = excluded.at
       where recognition_predictions.corrected_at is null`,
      [JSON.stringify(rows), now],
      'ticketing_write_predictions',
    );
  }

  /** Marks those that an agent contradicted; `to` null: he took the value away. */
  async correct(
    transaction: Transaction,
    corrections: readonly { ticketId: string; kind: LearnedKind; to: string | null }[],
    now: Date,
  ): Promise<void> {
    if (corrections.length === 0) return;
    await transaction.query(
      `update recognition_predictions p set corrected_to = nullif(c.label, p.label), corrected_at = case when c.label is distinct from p.label then $2::timestamptz end
       from json_to_recordset($1::json) as c (ticket_id uuid, kind text, label text) where p.ticket_id = c.ticket_id and p.kind = c.kind`,
      [JSON.stringify(corrections.map(({ ticketId, kind, to }) => ({ ticket_id: ticketId, kind, label: to }))), now],
    );
  }

  async listOf(ticketId: string, sql: Sql = this.database.sql): Promise<PredictionView[]> {
    return sql.query<PredictionView>(
      `select kind, label, confidence, basis, candidates, because, model_version as "modelVersion", at, corrected_to as "correctedTo", corrected_at as "correctedAt"
       from recognition_predictions where ticket_id = $1::uuid order by kind`,
      [ticketId],
    );
  }

  async measure(since: Date): Promise<LiveFigures[]> {
    return this.database.sql.query<LiveFigures>(
      `select kind, count(*)::int as tickets, count(label)::int as labelled,
         count(*) filter (where label is not null and corrected_at is not null)::int as corrected
       from recognition_predictions where at >= $1::timestamptz group by kind order by kind`,
      [since],
    );
  }
}
