import { groupIdOf } from '../../desk/desk-groups.js';
import type { ReportScope } from '../report.js';

/** Counted tickets of a report's part of the desk; `$1` to `$5` are `scopeValues`. */
export const IN_SCOPE = `f.counted and f.opened_day between $1::date and $2::date and (cardinality($3::text[]) = 0 or f.channel = any($3))
  and (cardinality($4::text[]) = 0 or f.category = any($4)) and (cardinality($5::uuid[]) = 0 or f.group_id = any($5))`;

export function scopeValues({ period, definition }: ReportScope, from = period.from): unknown[] {
  return [from, period.to, definition.channels, definition.categories, definition.groups.map(groupIdOf)];
}

/** First day of the span that a day is in. */
export function spanOf({ per }: ReportScope, day = 'f.opened_day'): string {
  return per === 'whole' ? `$1::date` : `date_trunc('${per}', ${day}::timestamp)::date`;
}

/** `yyyy-mm-dd`, as a day is written in rows. */
export const toDay = (sql: string) => `to_char(${sql}, 'YYYY-MM-DD')`;

/** Null where there is nothing to divide by: no figure is better than a wrong one. */
export const share = (part: string, whole: string) => `round(${part}::numeric / nullif(${whole}, 0), 4)::float8`;
export const minutes = (sql: string) => `round((${sql})::numeric / 60, 1)::float8`;
export const rounded = (sql: string, digits = 1) => `round((${sql})::numeric, ${digits})::float8`;

export const COUNT = 'count(*)';
export const ANSWERED = 'count(f.first_answer_s)';
export const MEAN_ANSWER = minutes('avg(f.first_answer_s)');
export const SOLVED = 'count(*) filter (where f.solved)';
export const SOLVED_SHARE = share(SOLVED, COUNT);
export const FIRST_CONTACT = 'count(*) filter (where f.first_contact)';
export const FIRST_CONTACT_SHARE = share(FIRST_CONTACT, SOLVED);
export const MEAN_SOLVE = minutes('avg(f.solve_s)');
export const RATED = 'count(f.step)';
export const SATISFIED_SHARE = share(`count(*) filter (where f.step = 'satisfied')`, RATED);
export const MEAN_POINTS = rounded('avg(f.points)');
export const LOW = 'count(*) filter (where f.low)';
export const REOPENED_SHARE = share('count(*) filter (where f.reopened > 0)', COUNT);
/** Promoters (9, 10) less detractors (0 to 6), of 100. */
export const NPS = rounded(
  `100.0 * (count(*) filter (where f.recommend >= 9) - count(*) filter (where f.recommend <= 6)) / nullif(count(f.recommend), 0)`,
);
