import { periodBefore } from '../period.js';
import { column, type ReportKindOf } from '../report.js';
import type { Cell } from '../table.js';
import { isSeen } from './seen-tickets.js';
import * as of from './facts-sql.js';

/** How many problems of a span are listed. */
const MOST = 20;

/** The typical problems of each span, most frequent first, each with a ticket to look at. */
export const PROBLEMS_REPORT: ReportKindOf = {
  kind: 'problems',
  title: { zh: '典型问题清单', en: 'Typical problems' },
  ticketColumn: 'example',
  per: 'week',
  columns: [
    column('period', 'text', '周期', 'Period'),
    column('rank', 'number', '排名', 'Rank'),
    column('category', 'text', '问题类别', 'Category'),
    column('inquiries', 'number', '数量', 'Count'),
    column('share', 'share', '占比', 'Share'),
    column('unsolved', 'number', '未解决', 'Unsolved'),
    column('meanSolve', 'minutes', '平均解决时间（分钟）', 'Mean time to solve (min)'),
    column('example', 'text', '典型工单', 'Typical ticket'),
  ],
  needs: (period) => period,
  run: async (scope) => {
    const values = of.scopeValues(scope);
    const seen = isSeen(scope, 'r.example', values);
    const rows = await scope.sql.query<Record<string, Cell>>(
      `select r.key, r.rank::int as rank, r.category, r.inquiries::int as inquiries, r.share, r.unsolved::int as unsolved, r.solve as "meanSolve", t.number as example
       from (
         select g.*, row_number() over (partition by key order by inquiries desc, category) as rank, ${of.share('inquiries', 'sum(inquiries) over (partition by key)')} as share
         from (
           select ${of.toDay(of.spanOf(scope))} as key, coalesce(d.category, '') as category, ${of.COUNT} as inquiries, ${of.COUNT} - ${of.SOLVED} as unsolved,
             ${of.MEAN_SOLVE} as solve, max(d.example::text)::uuid as example
           from report_days d where d.agent_id is null and ${of.inScope(scope, values)} group by 1, 2) g) r
       left join tickets t on t.id = r.example and ${seen} where r.rank <= ${MOST} order by r.key, r.rank`,
      values,
    );
    return { rows: of.toRows(PROBLEMS_REPORT.columns, rows) };
  },
};

/**
 * Where what customers need and what they get are furthest apart: categories by how often they come and how often they end badly (unsolved, reopened,
 * rated low). `gap` is the share of all inquiries that ended badly in this category; `change` compares with as many days before.
 */
export const GAPS_REPORT: ReportKindOf = {
  kind: 'gaps',
  title: { zh: '高频问题差距分析', en: 'Gap analysis of frequent problems' },
  per: null,
  columns: [
    column('category', 'text', '问题类别', 'Category'),
    column('inquiries', 'number', '数量', 'Inquiries'),
    column('share', 'share', '占比', 'Share'),
    column('before', 'number', '上期数量', 'Period before'),
    column('change', 'share', '变化', 'Change'),
    column('solvedShare', 'share', '解决率', 'Resolution rate'),
    column('firstContactShare', 'share', '首次解决率', 'First-contact share of solved'),
    column('meanSolve', 'minutes', '平均解决时间（分钟）', 'Mean time to solve (min)'),
    column('reopened', 'number', '重开', 'Reopened'),
    column('low', 'number', '低分评价', 'Low scores'),
    column('meanPoints', 'number', '满意度（百分制）', 'Satisfaction (0–100)'),
    column('gap', 'share', '差距', 'Gap'),
  ],
  needs: (period) => ({ from: periodBefore(period).from, to: period.to }),
  run: async (scope) => {
    const { from } = scope.period;
    const values = [...of.scopeValues(scope, periodBefore(scope.period).from), from];
    const rows = await scope.sql.query<Record<string, Cell>>(
      `select * from (
         select category, inquiries::int as inquiries, ${of.share('inquiries', 'sum(inquiries) over ()')} as share, before::int as before,
           ${of.share('(inquiries - before)', 'before')} as change, "solvedShare", "firstContactShare", "meanSolve", reopened::int as reopened, low::int as low, "meanPoints",
           ${of.share('badly', 'sum(inquiries) over ()')} as gap
         from (
           select coalesce(d.category, '') as category, ${now(of.COUNT)} as inquiries, coalesce(sum(d.inquiries) filter (where not d.now), 0) as before,
             ${of.share(now(of.SOLVED), now(of.COUNT))} as "solvedShare", ${of.share(now(of.FIRST_CONTACT), now(of.SOLVED))} as "firstContactShare",
             ${of.minutes(`${now('sum(d.solve_s)')} / nullif(${now('sum(d.solve_n)')}, 0)`)} as "meanSolve", ${now('sum(d.reopened)')} as reopened, ${now(of.LOW)} as low,
             ${of.rounded(`${now('sum(d.points)')} / nullif(${now('sum(d.points_n)')}, 0)`)} as "meanPoints", ${now('sum(d.badly)')} as badly
           from (select d.*, d.day >= $6::date as now from report_days d where d.agent_id is null and ${of.inScope(scope, values)}) d group by 1) g) h
       where inquiries > 0 order by gap desc, inquiries desc, category`,
      values,
    );
    return { rows: of.toRows(GAPS_REPORT.columns, rows) };
  },
};

/** A sum over the period itself, without the days before. */
function now(sum: string): string {
  return `coalesce(${sum} filter (where d.now), 0)`;
}
