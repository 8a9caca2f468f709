import { column, type ReportKindOf } from '../report.js';
import type { Cell } from '../table.js';
import { isOfInboxes, isPart, rounded, scopeValues, spanOf, toDay, toRows } from './facts-sql.js';

/** By the day an answer was given, whatever day its ticket is of. */
export const NPS_REPORT: ReportKindOf = {
  kind: 'nps',
  title: { zh: 'NPS 日报', en: 'Daily NPS' },
  per: 'day',
  columns: [
    column('period', 'text', '日期', 'Day'),
    column('asked', 'number', '发出调查', 'Asked'),
    column('answers', 'number', '有效回复', 'Answers'),
    column('promoters', 'number', '推荐者', 'Promoters (9–10)'),
    column('passives', 'number', '中立者', 'Passives (7–8)'),
    column('detractors', 'number', '贬损者', 'Detractors (0–6)'),
    column('nps', 'number', 'NPS', 'NPS'),
    column('meanPoints', 'number', '满意度（百分制）', 'Satisfaction (0–100)'),
  ],
  run: async (scope) => {
    const values = [...scopeValues(scope), scope.timeZone];
    // A year's answers are not each looked up in a year's tickets where all of them count.
    const join = (of: string) => (isPart(scope) ? `join report_facts f on f.ticket_id = ${of}.ticket_id` : '');
    const part = isPart(scope)
      ? `(cardinality($3::text[]) = 0 or f.channel = any($3)) and (cardinality($4::text[]) = 0 or f.category = any($4)) and (cardinality($5::uuid[]) = 0 or f.group_id = any($5))
         and ${isOfInboxes(scope, 'f.inbox_id', values)}`
      : 'cardinality($3::text[]) + cardinality($4::text[]) + cardinality($5::uuid[]) = 0';
    const within = (at: string) => `${at} >= $1::date::timestamp at time zone $6 and ${at} < ($2::date + 1)::timestamp at time zone $6`;
    const rows = await scope.sql.query<Record<string, Cell>>(
      `select coalesce(a.key, q.key) as key, coalesce(q.asked, 0)::int as asked, coalesce(a.answers, 0)::int as answers, coalesce(a.promoters, 0)::int as promoters,
         coalesce(a.passives, 0)::int as passives, coalesce(a.detractors, 0)::int as detractors,
         ${rounded('100.0 * (a.promoters - a.detractors) / nullif(a.answers, 0)')} as nps, ${rounded('a.points')} as "meanPoints"
       from (
         select ${toDay(spanOf(scope, '(b.given_at at time zone $6)'))} as key, count(b.recommend) as answers, count(*) filter (where b.recommend >= 9) as promoters,
           count(*) filter (where b.recommend between 7 and 8) as passives, count(*) filter (where b.recommend <= 6) as detractors, avg(b.points) as points
         from feedback b ${join('b')} where b.kind = 'rating' and ${within('b.given_at')} and ${part} group by 1) a
       full join (
         select ${toDay(spanOf(scope, '(r.asked_at at time zone $6)'))} as key, count(*) as asked
         from survey_requests r ${join('r')} where ${within('r.asked_at')} and ${part} group by 1) q on q.key = a.key
       order by 1`,
      values,
    );
    return { rows: toRows(NPS_REPORT.columns, rows) };
  },
};
