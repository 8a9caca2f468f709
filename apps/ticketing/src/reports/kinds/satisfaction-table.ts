import { groupIdOf } from '../../desk/desk-groups.js';
import { column, type ReportKindOf } from '../report.js';
import { isOfInboxes } from './facts-sql.js';
import { isSeen } from './seen-tickets.js';
import { field, first, nextOf, of, rating, type TicketRow } from './list-cells.js';

/** Ratings of the period, by when they were given. */
export const SATISFACTION_TABLE: ReportKindOf = {
  kind: 'satisfaction',
  title: { zh: '客户满意度调查表', en: 'Satisfaction' },
  per: null,
  ofTickets: true,
  columns: [
    column('number', 'text', '需求编号', 'Request number'),
    column('contact', 'text', '联系人', 'Contact person'),
    column('rating', 'text', '满意度评价', 'Rating'),
    column('reason', 'text', '原因', 'Reason'),
    column('suggestion', 'text', '建议', 'Suggestion'),
    column('ratedAt', 'moment', '评价时间', 'Time'),
  ],
  run: async (scope) => {
    const { definition, period, after, limit, timeZone } = scope;
    const values: unknown[] = [
      ...[period.from, period.to, definition.channels, definition.categories, definition.groups.map(groupIdOf)],
      ...[after?.[0] ?? null, after?.[1] ?? null, limit, timeZone],
    ];
    const part = isOfInboxes(scope, 't.inbox_id', values);
    const seen = isSeen(scope, 't.id', values);
    const rows = await scope.sql.query<TicketRow>(
      `select b.id, b.given_at as opened, t.number, c.display_name as name, b.step, b.reason, b.suggestion, t.fields
       from feedback b join tickets t on t.id = b.ticket_id left join contacts c on c.id = b.contact_id
       where b.kind = 'rating' and b.given_at >= $1::date::timestamp at time zone $9 and b.given_at < ($2::date + 1)::timestamp at time zone $9
         and (cardinality($3::text[]) = 0 or t.channels && $3) and (cardinality($4::text[]) = 0 or t.category = any($4)) and (cardinality($5::uuid[]) = 0 or t.group_id = any($5))
         and ($6::timestamptz is null or (b.given_at, b.id) > ($6, $7::uuid)) and ${part} and ${seen}
       order by b.given_at, b.id limit $8`,
      values,
    );
    return {
      rows: rows.map((row) => [
        of('number')(row, scope),
        first(field(definition.columns['contact']?.field ?? 'contact', 'contact_person'), of('name'))(row, scope),
        rating(row, scope),
        of('reason')(row, scope),
        of('suggestion')(row, scope),
        row.opened,
      ]),
      next: nextOf(rows, scope),
    };
  },
};
