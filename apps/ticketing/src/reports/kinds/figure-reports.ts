import { column, type ReportColumn, type ReportKindOf, type ReportScope } from '../report.js';
import type { Cell } from '../table.js';
import * as of from './facts-sql.js';

/** A column and the SQL over the facts that fills it. */
type Figure = readonly [ReportColumn, string];

const PERIOD = column('period', 'text', '周期', 'Period');
const COUNT: Figure = [column('inquiries', 'number', '受理量', 'Inquiries'), of.COUNT];
const ANSWERED: Figure = [column('answered', 'number', '已响应', 'Answered by a person'), of.ANSWERED];
const MEAN_ANSWER: Figure = [
  column('meanFirstAnswer', 'minutes', '平均响应时间（分钟）', 'Mean time to first answer (min)'),
  of.MEAN_ANSWER,
];
const SOLVED: Figure = [column('solved', 'number', '已解决', 'Solved'), of.SOLVED];
const SOLVED_SHARE: Figure = [column('solvedShare', 'share', '解决率', 'Resolution rate'), of.SOLVED_SHARE];
const MEAN_SOLVE: Figure = [column('meanSolve', 'minutes', '平均解决时间（分钟）', 'Mean time to solve (min)'), of.MEAN_SOLVE];
const FIRST_CONTACT: Figure = [column('firstContact', 'number', '首次解决', 'Solved at first contact'), of.FIRST_CONTACT];
const FIRST_CONTACT_SHARE: Figure = [
  column('firstContactShare', 'share', '首次解决率', 'First-contact share of solved'),
  of.FIRST_CONTACT_SHARE,
];
const RATED: Figure = [column('rated', 'number', '评价数', 'Ratings'), of.RATED];
const SATISFIED_SHARE: Figure = [column('satisfiedShare', 'share', '满意率', 'Satisfied'), of.SATISFIED_SHARE];
const MEAN_POINTS: Figure = [column('meanPoints', 'number', '满意度（百分制）', 'Satisfaction (0–100)'), of.MEAN_POINTS];
const LOW: Figure = [column('low', 'number', '低分评价', 'Low scores'), of.LOW];
const REOPENED_SHARE: Figure = [column('reopenedShare', 'share', '重开率', 'Reopened'), of.REOPENED_SHARE];
const NPS: Figure = [column('nps', 'number', 'NPS', 'NPS'), of.NPS];

const SATISFACTION = [RATED, SATISFIED_SHARE, MEAN_POINTS] as const;
const KPI = [COUNT, ANSWERED, MEAN_ANSWER, SOLVED, SOLVED_SHARE, MEAN_SOLVE, ...SATISFACTION];

/** Figures for each span of the period. */
function figures(facts: Pick<ReportKindOf, 'kind' | 'title' | 'per'>, chosen: readonly Figure[]): ReportKindOf {
  return {
    ...facts,
    columns: [PERIOD, ...chosen.map(([each]) => each)],
    run: async (scope) => {
      const rows = await select(scope, of.toDay(of.spanOf(scope)), chosen);
      return { rows };
    },
  };
}

/** Figures for each value of `key`. */
function breakdown(
  facts: Pick<ReportKindOf, 'kind' | 'title'>,
  heading: ReportColumn,
  key: string,
  chosen: readonly Figure[],
): ReportKindOf {
  return {
    ...facts,
    per: null,
    columns: [heading, ...chosen.map(([each]) => each)],
    run: async (scope) => ({ rows: await select(scope, key, chosen) }),
  };
}

async function select(scope: ReportScope, key: string, chosen: readonly Figure[]): Promise<Cell[][]> {
  const sql = `select ${key} as key, ${chosen.map(([each, text]) => `${text} as "${each.key}"`).join(', ')} from report_facts f where ${of.IN_SCOPE} group by 1 order by 1 nulls last`;
  const rows = await scope.sql.query<Record<string, Cell>>(sql, of.scopeValues(scope));
  return rows.map((row) => [row['key'] ?? null, ...chosen.map(([each]) => toFigure(row[each.key]))]);
}

/** Counts come as text, for they may pass 2^53; ours do not. */
function toFigure(value: Cell | undefined): Cell {
  return typeof value === 'string' ? Number(value) : (value ?? null);
}

const followUp = (scope: ReportScope) => scope.desk.reports.followUp.within;

export const KPI_REPORT = figures({ kind: 'kpi', title: { zh: '关键指标', en: 'Key figures' }, per: 'month' }, KPI);
export const HEALTH_REPORT = figures({ kind: 'health', title: { zh: '服务健康报告', en: 'Service health' }, per: 'month' }, [
  ...[COUNT, SOLVED_SHARE, FIRST_CONTACT_SHARE, MEAN_ANSWER, MEAN_SOLVE, REOPENED_SHARE],
  ...[...SATISFACTION, NPS, LOW],
]);
export const YEARLY_REPORT = figures({ kind: 'yearly', title: { zh: '年度服务报告', en: 'Yearly service report' }, per: 'month' }, [
  ...KPI,
  ...[FIRST_CONTACT_SHARE, REOPENED_SHARE, LOW],
]);
export const PUBLIC_FIGURES = figures({ kind: 'figures', title: { zh: '服务数据公示', en: 'Service figures' }, per: 'month' }, [
  ...[COUNT, SOLVED_SHARE, FIRST_CONTACT_SHARE, MEAN_ANSWER, MEAN_SOLVE, SATISFIED_SHARE, NPS],
]);
export const CHANNELS_REPORT = breakdown(
  { kind: 'channels', title: { zh: '渠道统计', en: 'Channels' } },
  column('channel', 'text', '渠道', 'Channel'),
  'f.channel',
  [...KPI, FIRST_CONTACT_SHARE],
);

/** Solved rate, first contact, second follow-ups that were due and done, complex cases archived in time. */
export const SERVICE_REPORT: ReportKindOf = {
  kind: 'service',
  title: { zh: '服务质量统计', en: 'Service quality' },
  per: 'month',
  columns: [
    PERIOD,
    ...[COUNT, SOLVED, SOLVED_SHARE, FIRST_CONTACT, FIRST_CONTACT_SHARE, MEAN_SOLVE].map(([each]) => each),
    column('followUpsDue', 'number', '应二次跟进', 'Follow-ups due'),
    column('followUpsDone', 'number', '按时跟进', 'Follow-ups done in time'),
    column('complex', 'number', '复杂案例', 'Complex cases'),
    column('archivedInTime', 'number', '按时归档', 'Complex cases archived in time'),
    column('archivedShare', 'share', '按时归档率', 'Archived in time'),
  ],
  run: async (scope) => {
    const due = 'f.first_answer_s is not null and not f.first_contact';
    const extra: Figure[] = [
      [column('followUpsDue', 'number', '', ''), `count(*) filter (where ${due})`],
      [
        column('followUpsDone', 'number', '', ''),
        `count(*) filter (where ${due} and f.followed_up_at <= f.opened_at + f.first_answer_s * interval '1 second' + interval '${spanSql(followUp(scope))}')`,
      ],
      [column('complex', 'number', '', ''), 'count(*) filter (where f.complex and f.solved)'],
      [column('archivedInTime', 'number', '', ''), `count(*) filter (where ${archived(scope)})`],
      [
        column('archivedShare', 'share', '', ''),
        of.share(`count(*) filter (where ${archived(scope)})`, 'count(*) filter (where f.complex and f.solved)'),
      ],
    ];
    const chosen = [COUNT, SOLVED, SOLVED_SHARE, FIRST_CONTACT, FIRST_CONTACT_SHARE, MEAN_SOLVE, ...extra];
    return { rows: await select(scope, of.toDay(of.spanOf(scope)), chosen) };
  },
};

function archived({ desk }: ReportScope): string {
  return `f.complex and f.solved and f.closed_at <= f.solved_at + interval '${spanSql(desk.reports.archivedWithin)}'`;
}

/** A checked span of the desk as PostgreSQL writes it: `24h` is `24 hours`. */
function spanSql(span: string): string {
  const units: Readonly<Record<string, string>> = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days', w: 'weeks' };
  return `${Number(span.slice(0, -1))} ${units[span.at(-1)!]!}`;
}

/** Per month and agent. */
export const AGENTS_REPORT: ReportKindOf = {
  kind: 'agents',
  title: { zh: '坐席月度数据', en: 'Agent figures' },
  per: 'month',
  columns: [
    PERIOD,
    column('agent', 'text', '坐席', 'Agent'),
    ...[COUNT, SOLVED, SOLVED_SHARE, FIRST_CONTACT_SHARE, MEAN_ANSWER, MEAN_SOLVE, ...SATISFACTION, LOW].map(([each]) => each),
  ],
  run: async (scope) => {
    const chosen = [COUNT, SOLVED, SOLVED_SHARE, FIRST_CONTACT_SHARE, MEAN_ANSWER, MEAN_SOLVE, ...SATISFACTION, LOW];
    const rows = await scope.sql.query<Record<string, Cell>>(
      `select w.*, coalesce(a.display_name, '') as name from (
         select ${of.toDay(of.spanOf(scope))} as key, coalesce(f.agent_id, f.answered_by) as agent, ${chosen.map(([each, text]) => `${text} as "${each.key}"`).join(', ')}
         from report_facts f where ${of.IN_SCOPE} and coalesce(f.agent_id, f.answered_by) is not null group by 1, 2) w
       left join agents a on a.id = w.agent order by w.key, name, w.agent`,
      of.scopeValues(scope),
    );
    return { rows: rows.map((row) => [row['key']!, row['name']!, ...chosen.map(([each]) => toFigure(row[each.key]))]) };
  },
};
