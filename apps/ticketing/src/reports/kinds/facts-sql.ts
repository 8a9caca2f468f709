import { groupIdOf } from '../../desk/desk-groups.js';
import type { ReportColumn, ReportScope } from '../report.js';
import type { Cell } from '../table.js';

/** Days of a report's part of the desk (`report_days d`); `$1` to `$5` are `scopeValues`, what else it compares with is added to `values`. */
export function inScope(scope: ReportScope, values: unknown[]): string {
  return `${IN_SCOPE} and ${isOfInboxes(scope, 'd.inbox_id', values)}`;
}

const IN_SCOPE = `d.day between $1::date and $2::date and (cardinality($3::text[]) = 0 or d.channel = any($3))
  and (cardinality($4::text[]) = 0 or d.category = any($4)) and (cardinality($5::uuid[]) = 0 or d.group_id = any($5))`;

export function scopeValues({ period, definition }: ReportScope, from = period.from): unknown[] {
  return [from, period.to, definition.channels, definition.categories, definition.groups.map(groupIdOf)];
}

/** Condition that it came by one of the report's inboxes (`inbox`: an SQL expression); what it compares with is added to `values`. */
export function isOfInboxes({ definition: { inboxes } }: ReportScope, inbox: string, values: unknown[]): string {
  return inboxes.length === 0 ? 'true' : `${inbox} = any($${values.push(inboxes)}::text[])`;
}

/** Does it count a part of the desk only? */
export function isPart({ definition: { channels, inboxes, categories, groups } }: ReportScope): boolean {
  return channels.length + inboxes.length + categories.length + groups.length > 0;
}

/** First day of the span that a day is in. */
export function spanOf({ per }: ReportScope, day = 'd.day'): string {
  return per === 'whole' ? `$1::date` : `date_trunc('${per}', ${day}::timestamp)::date`;
}

/** `yyyy-mm-dd`, as a day is written in rows. */
export const toDay = (sql: string) => `to_char(${sql}, 'YYYY-MM-DD')`;

/** Null where there is nothing to divide by: no figure is better than a wrong one. */
export const share = (part: string, whole: string) => `round((${part})::numeric / nullif((${whole})::numeric, 0), 4)::float8`;
export const minutes = (sql: string) => `round((${sql})::numeric / 60, 1)::float8`;
export const rounded = (sql: string, digits = 1) => `round((${sql})::numeric, ${digits})::float8`;
const mean = (total: string, count: string) => `sum(d.${total}) / nullif(sum(d.${count}), 0)`;

export const COUNT = 'sum(d.inquiries)';
export const ANSWERED = 'sum(d.answered)';
export const MEAN_ANSWER = minutes(mean('answer_s', 'answered'));
export const SOLVED = 'sum(d.solved)';
export const SOLVED_SHARE = share(SOLVED, COUNT);
export const FIRST_CONTACT = 'sum(d.first_contact)';
export const FIRST_CONTACT_SHARE = share(FIRST_CONTACT, SOLVED);
export const MEAN_SOLVE = minutes(mean('solve_s', 'solve_n'));
export const RATED = 'sum(d.rated)';
export const SATISFIED_SHARE = share('sum(d.satisfied)', RATED);
export const MEAN_POINTS = rounded(mean('points', 'points_n'));
export const LOW = 'sum(d.low)';
export const REOPENED_SHARE = share('sum(d.reopened)', COUNT);
/** Promoters (9, 10) less detractors (0 to 6), of 100. */
export const NPS = rounded('100 * (sum(d.promoters) - sum(d.detractors)) / nullif(sum(d.recommended), 0)');

/** Rows of SQL in the order of a report's columns; the key of a span stands as its period. */
export function toRows(columns: readonly ReportColumn[], rows: readonly Readonly<Record<string, Cell>>[]): Cell[][] {
  return rows.map((row) => columns.map(({ key }) => row[key === 'period' ? 'key' : key] ?? null));
}
