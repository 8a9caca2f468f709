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
    needs: (period) => period,
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
    needs: (period) => period,
    run: async (scope) => ({ rows: await select(scope, key, chosen) }),
  };
}

async function select(scope: ReportScope, key: string, chosen: readonly Figure[]): Promise<Cell[][]> {
  const values = of.scopeValues(scope);
  const sql = `select ${key} as key, ${chosen.map(([each, text]) => `${text} as "${each.key}"`).join(', ')} from report_days d where d.agent_id is null and ${of.inScope(scope, values)} group by 1 order by 1 nulls last`;
  const rows = await scope.sql.query<Record<string, Cell>>(sql, values);
  return rows.map((row) => [row['key'] ?? null, ...chosen.map(([each]) => row[each.key] ?? null)]);
}

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
  'd.channel',
  [...KPI, FIRST_CONTACT_SHARE],
);

const FOLLOW_UPS: readonly Figure[] = [
  [column('followUpsDue', 'number', '应二次跟进', 'Follow-ups due'), 'sum(d.follow_ups)'],
  [column('followUpsDone', 'number', '按时跟进', 'Follow-ups done in time'), 'sum(d.followed_up)'],
  [column('complex', 'number', '复杂案例', 'Complex cases'), 'sum(d.complex)'],
  [column('archivedInTime', 'number', '按时归档', 'Complex cases archived in time'), 'sum(d.archived)'],
  [column('archivedShare', 'share', '按时归档率', 'Archived in time'), of.share('sum(d.archived)', 'sum(d.complex)')],
];
/** Solved rate, first contact, second follow-ups that were due and done, complex cases archived in time. */
export const SERVICE_REPORT = figures({ kind: 'service', title: { zh: '服务质量统计', en: 'Service quality' }, per: 'month' }, [
  ...[COUNT, SOLVED, SOLVED_SHARE, FIRST_CONTACT, FIRST_CONTACT_SHARE, MEAN_SOLVE],
  ...FOLLOW_UPS,
]);

const OF_AGENT = [COUNT, SOLVED, SOLVED_SHARE, FIRST_CONTACT_SHARE, MEAN_ANSWER, MEAN_SOLVE, ...SATISFACTION, LOW] as const;

/** Per month and agent: whose a ticket is, else who answered it first. */
export const AGENTS_REPORT: ReportKindOf = {
  kind: 'agents',
  title: { zh: '坐席月度数据', en: 'Agent figures' },
  per: 'month',
  columns: [PERIOD, column('agent', 'text', '坐席', 'Agent'), ...OF_AGENT.map(([each]) => each)],
  needs: (period) => period,
  run: async (scope) => {
    const values = of.scopeValues(scope);
    const rows = await scope.sql.query<Record<string, Cell>>(
      `select w.*, ${of.toDay('w.span')} as key, coalesce(a.display_name, '') as name from (
         select ${of.spanOf(scope)} as span, d.agent_id as agent, ${OF_AGENT.map(([each, text]) => `${text} as "${each.key}"`).join(', ')}
         from ${of.isPart(scope) ? AGENTS_OF_PART : 'report_days'} d where d.agent_id is not null and ${of.inScope(scope, values)} group by 1, 2) w
       left join agents a on a.id = w.agent order by w.span, name, w.agent`,
      values,
    );
    return { rows: rows.map((row) => [row['key']!, row['name']!, ...OF_AGENT.map(([each]) => row[each.key] ?? null)]) };
  },
};

/** Days are not added up by agent and channel: of a part of the desk the facts themselves are counted. */
const AGENTS_OF_PART = `(select f.opened_day as day, f.channel, f.inbox_id, f.category, f.group_id, coalesce(f.agent_id, f.answered_by) as agent_id, 1::float8 as inquiries,
  (f.first_answer_s is not null)::int::float8 as answered, coalesce(f.first_answer_s, 0)::float8 as answer_s, f.solved::int::float8 as solved, f.first_contact::int::float8 as first_contact,
  (f.solve_s is not null)::int::float8 as solve_n, coalesce(f.solve_s, 0)::float8 as solve_s, (f.step is not null)::int::float8 as rated, (f.step = 'satisfied')::int::float8 as satisfied,
  (f.points is not null)::int::float8 as points_n, coalesce(f.points, 0) as points, f.low::int::float8 as low from report_facts f where f.counted)`;
