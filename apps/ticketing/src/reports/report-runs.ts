import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import type { Viewer } from '../agents/viewer.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { MadeReport } from './report.service.js';
import { REPORT_KIND_BY_NAME } from './report-kinds.js';
import type { Cell } from './table.js';

export interface ReportRun {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly madeAt: Date;
}

type StoredReport = Omit<MadeReport, 'nextCursor'>;

/** Reports as they were when their time came: what was told stays as it was told. */
@Injectable()
export class ReportRuns {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Once a period; made again it is the newer one. */
  async keep(transaction: Transaction, id: string, { nextCursor: _next, ...report }: MadeReport, shown: boolean, now: Date): Promise<void> {
    await transaction.query(
      `insert into report_runs (id, key, kind, period_from, period_to, report, shown, made_at, tickets) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (key, period_from, period_to) do update set report = excluded.report, shown = excluded.shown, made_at = excluded.made_at,
         tickets = excluded.tickets`,
      [id, report.key, report.kind, report.period.from, report.period.to, JSON.stringify(report), shown, now, listTickets(report)],
    );
  }

  /** Newest first. Made for nobody in particular: who does not see all groups is not shown those whose rows are tickets. */
  async list(
    key: string | undefined,
    viewer: Viewer | null,
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ) {
    const limit = toLimit(page.limit);
    const [at, id] = page.cursor === undefined ? [null, null] : decodeCursor(page.cursor, 2);
    const rows = await this.database.sql.query<ReportRun>(
      `select id, key, kind, report->>'title' as title, to_char(period_from, 'YYYY-MM-DD') as "from", to_char(period_to, 'YYYY-MM-DD') as "to", made_at as "madeAt"
       from report_runs where ($1::text is null or key = $1) and ($2::timestamptz is null or (made_at, id) < ($2, $3::uuid)) and not kind = any($4)
       order by made_at desc, id desc limit ${limit + 1}`,
      [key ?? null, at, id, hiddenFrom(viewer)],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.madeAt.toISOString(), last.id]) : null };
  }

  /** Throws `PermanentError` (`report_unknown`). */
  async get(id: string, viewer: Viewer | null, sql: Sql = this.database.sql): Promise<StoredReport> {
    const [row] = isUuid(id)
      ? await sql.query<{ report: StoredReport }>('select report from report_runs where id = $1::uuid and not kind = any($2)', [
          id,
          hiddenFrom(viewer),
        ])
      : [];
    if (row === undefined) throw new PermanentError(`there is no report ${id}`, { code: 'report_unknown' });
    return withoutTickets(revive(row.report), viewer);
  }

  /** The last of each that a person released. */
  async listPublic(): Promise<StoredReport[]> {
    const rows = await this.database.sql.query<{ report: StoredReport }>(
      `select distinct on (r.key) r.report from report_runs r join figure_releases l on l.run_id = r.id and l.withdrawn_at is null
       where r.shown order by r.key, r.period_to desc, r.made_at desc`,
    );
    return rows.map(({ report }) => revive(report));
  }
}

/** Numbers of the tickets that are its rows: when one is forgotten, its cells are. */
function listTickets({ kind, columns, rows }: Omit<MadeReport, 'nextCursor'>): string[] {
  const at = columns.findIndex(({ key }) => key === 'number');
  const ofTickets = [...REPORT_KIND_BY_NAME.values()].some((each) => each.kind === kind && each.ofTickets === true);
  return ofTickets && at !== -1 ? [...new Set(rows.map((row) => String(row[at])))] : [];
}

/** Kinds of kept reports that name tickets which he may not see. */
function hiddenFrom(viewer: Viewer | null): string[] {
  if (viewer === null || viewer.sees === 'all') return [];
  return [...REPORT_KIND_BY_NAME.values()].flatMap(({ kind, ofTickets }) => (ofTickets ? [kind] : []));
}

function withoutTickets(report: StoredReport, viewer: Viewer | null): StoredReport {
  const named = [...REPORT_KIND_BY_NAME.values()].find(({ kind }) => kind === report.kind)?.ticketColumn;
  const at = report.columns.findIndex(({ key }) => key === named);
  if (viewer === null || viewer.sees === 'all' || at === -1) return report;
  return { ...report, rows: report.rows.map((row) => row.with(at, null)) };
}

/** Moments are text in JSON. */
function revive(report: StoredReport): StoredReport {
  const rows = report.rows.map((row) =>
    row.map((cell, at): Cell => (report.columns[at]?.kind === 'moment' && typeof cell === 'string' ? new Date(cell) : cell)),
  );
  return { ...report, madeAt: new Date(report.madeAt), rows };
}
