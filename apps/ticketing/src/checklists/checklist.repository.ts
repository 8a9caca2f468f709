import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import { isUuid } from '../tickets/ticket.repository.js';
import type { ChecklistRun, StepResult } from './checklist-run.js';

const RUN = `select r.id, r.ticket_id as "ticketId", r.checklist, r.kind, r.name, r.language, r.steps, r.state, r.sent_up_to as "sentUpTo",
  r.waits_for as "waitsFor", r.goes_on as "goesOn", r.started_by as "startedBy", r.started_at as "startedAt", r.ended_at as "endedAt", r.version,
  coalesce((select json_agg(json_build_object('step', s.step, 'result', s.result, 'note', s.note, 'entryId', s.entry_id, 'actor', s.actor, 'at', s.at)
    order by s.at, s.step) from checklist_results s where s.run_id = r.id), '[]') as results from checklist_runs r`;

type Row = Omit<ChecklistRun, 'results'> & { results: (Omit<StepResult, 'at'> & { at: string })[] };

@Injectable()
export class ChecklistRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async listOf(ticketId: string): Promise<ChecklistRun[]> {
    const rows = await this.database.sql.query<Row>(
      `${RUN} where r.ticket_id in (select id from tickets where id = $1::uuid or merged_into = $1::uuid) order by r.started_at, r.id`,
      [ticketId],
    );
    return rows.map(toRun);
  }

  /** Throws `PermanentError` (`checklist_unknown`). */
  async get(id: string, sql: Sql = this.database.sql): Promise<ChecklistRun> {
    const [row] = isUuid(id) ? await sql.query<Row>(`${RUN} where r.id = $1::uuid`, [id]) : [];
    if (row === undefined) throw new PermanentError(`there is no checklist ${id} on a ticket`, { code: 'checklist_unknown' });
    return toRun(row);
  }

  /** Runs whose picture one of these tickets may bring, locked. */
  async findWaiting(transaction: Transaction, ticketIds: readonly string[]): Promise<ChecklistRun[]> {
    const rows = await transaction.query<Row>(
      `${RUN} where r.ticket_id = any($1::uuid[]) and r.waits_for is not null and r.state = 'running' order by r.id for update of r`,
      [ticketIds],
    );
    return rows.map(toRun);
  }

  async insert(transaction: Transaction, run: Omit<ChecklistRun, 'results'>, deskVersion: number): Promise<void> {
    await transaction.query(
      `insert into checklist_runs (id, ticket_id, checklist, kind, desk_version, name, steps, language, goes_on, sent_up_to, waits_for, state, started_by,
         started_at, ended_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[run.id, run.ticketId, run.checklist, run.kind, deskVersion, run.name, JSON.stringify(run.steps), run.language, run.goesOn],
        ...[run.sentUpTo, run.waitsFor, run.state, JSON.stringify(run.startedBy), run.startedAt, run.endedAt, run.version],
      ],
    );
  }

  async update(transaction: Transaction, run: Pick<ChecklistRun, 'id' | 'state' | 'sentUpTo' | 'waitsFor' | 'endedAt'>): Promise<void> {
    await transaction.query(
      'update checklist_runs set state = $2, sent_up_to = $3, waits_for = $4, ended_at = $5, version = version + 1 where id = $1::uuid',
      [run.id, run.state, run.sentUpTo, run.waitsFor, run.endedAt],
    );
  }

  async putResults(transaction: Transaction, results: readonly (StepResult & { readonly runId: string })[]): Promise<void> {
    if (results.length === 0) return;
    await transaction.query(
      `insert into checklist_results (run_id, step, result, note, entry_id, actor, at)
       select "runId", step, result, note, "entryId", actor, at
       from json_to_recordset($1::json) as r ("runId" uuid, step text, result jsonb, note text, "entryId" uuid, actor jsonb, at timestamptz)
       on conflict (run_id, step) do update set result = excluded.result, note = excluded.note, entry_id = coalesce(excluded.entry_id, checklist_results.entry_id),
         actor = excluded.actor, at = excluded.at`,
      [JSON.stringify(results)],
    );
  }

  async dropResult(transaction: Transaction, runId: string, step: string): Promise<void> {
    await transaction.query('delete from checklist_results where run_id = $1::uuid and step = $2', [runId, step]);
  }
}

function toRun({ results, ...row }: Row): ChecklistRun {
  return { ...row, results: results.map((result) => ({ ...result, at: new Date(result.at) })) };
}
