import { groupIdOf } from '../../desk/desk-groups.js';
import { column, type ReportKindOf } from '../report.js';
import type { Cell } from '../table.js';
import { isOfInboxes } from './facts-sql.js';
import { isSeen } from './seen-tickets.js';
import { nextOf, of, type TicketRow } from './list-cells.js';

/** For somebody from outside: no name, no words, no number; tickets and customers under pseudonyms that only this house can make again. */
export const ASSESSOR_EXPORT: ReportKindOf = {
  kind: 'assessor',
  title: { zh: '第三方评估数据（匿名）', en: 'Anonymised export for an assessor' },
  per: null,
  columns: [
    column('ticket', 'text', '工单（匿名）', 'Ticket (pseudonym)'),
    column('customer', 'text', '客户（匿名）', 'Customer (pseudonym)'),
    column('day', 'text', '日期', 'Day'),
    column('channel', 'text', '渠道', 'Channel'),
    column('category', 'text', '类别', 'Category'),
    column('priority', 'text', '优先级', 'Priority'),
    column('status', 'text', '状态', 'Status'),
    column('firstAnswer', 'minutes', '响应时间（分钟）', 'First answer (min)'),
    column('solve', 'minutes', '解决时间（分钟）', 'Time to solve (min)'),
    column('firstContact', 'text', '首次解决', 'Solved at first contact'),
    column('reopened', 'number', '重开次数', 'Reopened'),
    column('points', 'number', '满意度（百分制）', 'Satisfaction (0–100)'),
  ],
  run: async (scope) => {
    const { definition, period, after, limit, timeZone, pseudonym } = scope;
    const values: unknown[] = [
      ...[period.from, period.to, definition.channels, definition.categories, definition.groups.map(groupIdOf)],
      ...[after?.[0] ?? null, after?.[1] ?? null, limit, timeZone],
    ];
    const part = isOfInboxes(scope, 'f.inbox_id', values);
    const seen = isSeen(scope, 'f.ticket_id', values);
    const rows = await scope.sql.query<TicketRow & { contact: string; day: string; first_contact: boolean }>(
      `select p.*, t.contact_id as contact from (
         select f.ticket_id as id, f.opened_at as opened, to_char(f.opened_day, 'YYYY-MM-DD') as day, f.channel, f.category, f.priority, f.status,
           round(f.first_answer_s / 60.0, 1)::float8 as answer, round(f.solve_s / 60.0, 1)::float8 as solve, f.first_contact, f.reopened, f.points::float8 as points, '{}'::json as fields
         from report_facts f
         where f.counted and f.opened_at >= $1::date::timestamp at time zone $9 and f.opened_at < ($2::date + 1)::timestamp at time zone $9
           and (cardinality($3::text[]) = 0 or f.channel = any($3)) and (cardinality($4::text[]) = 0 or f.category = any($4)) and (cardinality($5::uuid[]) = 0 or f.group_id = any($5))
           and ($6::timestamptz is null or (f.opened_at, f.ticket_id) > ($6, $7::uuid)) and ${part} and ${seen}
         order by f.opened_at, f.ticket_id limit $8) p
       join tickets t on t.id = p.id order by p.opened, p.id`,
      values,
    );
    const cells = rows.map((row): Cell[] => [
      ...[pseudonym('ticket', row.id), pseudonym('customer', row.contact), row.day],
      ...['channel', 'category', 'priority', 'status', 'answer', 'solve'].map((name) => of(name)(row, scope)),
      ...[row.first_contact ? 'yes' : 'no', of('reopened')(row, scope), of('points')(row, scope)],
    ]);
    return { rows: cells, next: nextOf(rows, scope) };
  },
};
