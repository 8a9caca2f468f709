import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Plan } from '../desk/schema/plans.js';
import type { Actor } from '../tickets/actor.js';

export type StepOwner = Plan['steps'][number]['owner'];

export interface PlanRun {
  readonly id: string;
  /** Where it leads after merges. */
  readonly ticketId: string;
  readonly plan: string;
  readonly name: string;
  readonly state: 'running' | 'ended';
  readonly startedAt: Date;
}

export interface PlanStep {
  readonly id: string;
  readonly runId: string;
  readonly place: number;
  readonly key: string;
  readonly text: string;
  readonly owner: StepOwner;
  readonly dueAt: Date;
}

export interface PlanReport {
  readonly id: string;
  readonly runId: string;
  /** Which of the reports that are due; 0: the last one, when it is solved. */
  readonly place: number;
  readonly dueAt: Date | null;
  readonly writtenBy: Actor | null;
  readonly text: string;
  /** Nobody wrote it in time: the house said how it stands. */
  readonly missed: boolean;
  readonly recipients: readonly { readonly person: string; readonly inboxId: string; readonly fault: string | null }[];
}

export interface PlanRunView extends PlanRun {
  readonly endedAt: Date | null;
  readonly steps: readonly (Omit<PlanStep, 'dueAt'> & {
    readonly dueAt: string;
    readonly doneAt: string | null;
    readonly doneBy: Actor | null;
    readonly result: string | null;
    readonly missedAt: string | null;
  })[];
  readonly reports: readonly (Omit<PlanReport, 'dueAt'> & { readonly dueAt: string | null; readonly writtenAt: string })[];
}

const RUN = `r.id, coalesce(t.merged_into, t.id) as "ticketId", r.plan, r.name, r.state, r.started_at as "startedAt"`;
const STEP = `s.id, s.run_id as "runId", s.place, s.key, s.text, s.owner, s.due_at as "dueAt"`;

@Injectable()
export class PlanRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Once at a time for a ticket and plan. False: it runs already. */
  async insertRun(transaction: Transaction, run: Omit<PlanRun, 'state'>, by: Actor): Promise<boolean> {
    const rows = await transaction.query(
      `insert into plan_runs (id, ticket_id, plan, name, state, started_at, started_by) values ($1, $2, $3, $4, 'running', $5, $6)
       on conflict (ticket_id, plan) where state = 'running' do nothing returning id`,
      [run.id, run.ticketId, run.plan, run.name, run.startedAt, JSON.stringify(by)],
    );
    return rows.length > 0;
  }

  async insertSteps(transaction: Transaction, steps: readonly PlanStep[]): Promise<void> {
    if (steps.length === 0) return;
    await transaction.query(
      `insert into plan_steps (id, run_id, place, key, text, owner, due_at)
       select id, "runId", place, key, text, owner, "dueAt" from json_to_recordset($1::json)
         as s (id uuid, "runId" uuid, place int, key text, text text, owner jsonb, "dueAt" timestamptz)`,
      [JSON.stringify(steps)],
    );
  }

  async insertReport(transaction: Transaction, report: PlanReport, now: Date): Promise<void> {
    await transaction.query(
      `insert into plan_reports (id, run_id, place, due_at, written_at, written_by, text, missed, recipients) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[report.id, report.runId, report.place, report.dueAt, now, report.writtenBy === null ? null : JSON.stringify(report.writtenBy)],
        ...[report.text, report.missed, JSON.stringify(report.recipients)],
      ],
    );
  }

  /** Of runs by id, or all that run on tickets. */
  async findRuns(sql: Sql, by: { readonly ids: readonly string[] } | { readonly runningOn: readonly string[] }): Promise<PlanRun[]> {
    const where = 'ids' in by ? 'r.id = any($1::uuid[])' : `r.state = 'running' and coalesce(t.merged_into, t.id) = any($1::uuid[])`;
    return sql.query<PlanRun>(`select ${RUN} from plan_runs r join tickets t on t.id = r.ticket_id where ${where} order by r.id`, [
      'ids' in by ? [...by.ids] : [...by.runningOn],
    ]);
  }

  async findStep(id: string): Promise<(PlanStep & { readonly run: PlanRun }) | null> {
    const [step] = await this.database.sql.query<PlanStep>(`select ${STEP} from plan_steps s where s.id = $1::uuid`, [id]);
    const [run] = step === undefined ? [] : await this.findRuns(this.database.sql, { ids: [step.runId] });
    return step === undefined || run === undefined ? null : { ...step, run };
  }

  /** Those of a running plan that are not done, held. */
  async holdOpenSteps(
    transaction: Transaction,
    by: { readonly ids: readonly string[] } | { readonly runs: readonly string[]; readonly key: string },
  ): Promise<PlanStep[]> {
    const [where, values] =
      'ids' in by ? ['s.id = any($1::uuid[])', [[...by.ids]]] : ['s.run_id = any($1::uuid[]) and s.key = $2', [[...by.runs], by.key]];
    return transaction.query<PlanStep>(
      `select ${STEP} from plan_steps s join plan_runs r on r.id = s.run_id where ${where} and s.done_at is null and r.state = 'running' order by s.id for update of s`,
      values,
    );
  }

  async finishSteps(transaction: Transaction, ids: readonly string[], by: Actor, result: string | null, now: Date): Promise<void> {
    await transaction.query('update plan_steps set done_at = $2, done_by = $3, result = $4 where id = any($1::uuid[])', [
      [...ids],
      now,
      JSON.stringify(by),
      result,
    ]);
  }

  async markMissed(transaction: Transaction, ids: readonly string[], now: Date): Promise<void> {
    await transaction.query('update plan_steps set missed_at = $2 where id = any($1::uuid[])', [[...ids], now]);
  }

  async endRuns(transaction: Transaction, ids: readonly string[], now: Date): Promise<void> {
    await transaction.query(`update plan_runs set state = 'ended', ended_at = $2 where id = any($1::uuid[])`, [[...ids], now]);
  }

  async hasReport(sql: Sql, runId: string, place: number): Promise<boolean> {
    return (await sql.query('select 1 from plan_reports where run_id = $1::uuid and place = $2', [runId, place])).length > 0;
  }

  async listOf(ticketId: string, sql: Sql = this.database.sql): Promise<PlanRunView[]> {
    return sql.query<PlanRunView>(
      `select ${RUN}, r.ended_at as "endedAt",
         coalesce((select json_agg(json_build_object('id', s.id, 'runId', s.run_id, 'place', s.place, 'key', s.key, 'text', s.text, 'owner', s.owner, 'dueAt', s.due_at,
           'doneAt', s.done_at, 'doneBy', s.done_by, 'result', s.result, 'missedAt', s.missed_at) order by s.place) from plan_steps s where s.run_id = r.id), '[]') as steps,
         coalesce((select json_agg(json_build_object('id', p.id, 'runId', p.run_id, 'place', p.place, 'dueAt', p.due_at, 'writtenAt', p.written_at, 'writtenBy', p.written_by,
           'text', p.text, 'missed', p.missed, 'recipients', p.recipients) order by p.written_at, p.place) from plan_reports p where p.run_id = r.id), '[]') as reports
       from plan_runs r join tickets t on t.id = r.ticket_id where coalesce(t.merged_into, t.id) = $1::uuid order by r.started_at desc, r.id`,
      [ticketId],
    );
  }
}
