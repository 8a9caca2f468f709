import type { Sql } from '#database';
import { seenBy, type Viewer } from '../agents/viewer.js';
import { foundBy, planSearch, type TicketSearch } from '../search/find-tickets.js';
import type { TicketPriority, TicketStatus } from './ticket-state.js';

export interface TicketFilter {
  readonly status?: readonly TicketStatus[];
  readonly inboxId?: string;
  readonly channel?: string;
  readonly contactId?: string;
  /** Agent id; null: nobody's. */
  readonly assignee?: string | null;
  /** Group id; null: in no group. */
  readonly group?: string | null;
  readonly folded?: boolean;
  readonly quarantined?: boolean;
  readonly priority?: readonly TicketPriority[];
  readonly category?: string;
  readonly requestType?: string;
  readonly tag?: string;
  /** Words of the subject, or how the number begins. */
  readonly q?: string;
  /** Found anywhere: number, subject, words of entries, contact, orders. */
  readonly text?: string;
  /** In any of these groups. */
  readonly groups?: readonly string[];
  /** Then a clock of it had run out, and still runs. */
  readonly overdueAt?: Date;
  /** Id of the agent who watches it. */
  readonly watcher?: string;
  readonly snoozed?: boolean;
  /** True: an entry of it waits for a person to decide where it belongs. */
  readonly review?: boolean;
  /** Changed then or later. */
  readonly updatedSince?: Date;
  /** Who asks; null or absent sees all. */
  readonly viewer?: Viewer | null;
}

/** Few of all tickets each: they are found first, as those that wait for a review. */
const OVERDUE = 'select ticket_id from clocks where due_at <= $at::timestamptz and met_at is null and cancelled_at is null';
const WATCHED = `select coalesce(m.merged_into, m.id) from ticket_watchers w join tickets m on m.id = w.ticket_id where w.agent_id = $at::uuid`;

/** Over the columns of a ticket called `t`; `values` takes theirs. */
export async function toConditions(sql: Sql, filter: TicketFilter, values: unknown[]): Promise<string[]> {
  return listConditions(filter, filter.text === undefined ? null : await planSearch(sql, filter.text), values);
}

function listConditions(filter: TicketFilter, search: TicketSearch | null, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (sql: (place: string) => string, value: unknown) => {
    values.push(value);
    conditions.push(sql(`$${values.length}`));
  };
  if (filter.status !== undefined && filter.status.length > 0) {
    const [only] = filter.status;
    if (filter.status.length === 1) add((at) => `t.status = ${at}`, only);
    else add((at) => `t.status = any(${at}::text[])`, filter.status);
  }
  if (filter.inboxId !== undefined) add((at) => `t.inbox_id = ${at}`, filter.inboxId);
  if (filter.channel !== undefined) add((at) => `t.channels @> array[${at}::text]`, filter.channel);
  if (filter.contactId !== undefined)
    add((at) => `t.contact_id = any(array(select id from contacts where id = ${at}::uuid or merged_into = ${at}::uuid))`, filter.contactId);
  if (filter.folded !== undefined) add((at) => `t.folded = ${at}`, filter.folded);
  if (filter.quarantined !== undefined) add((at) => `t.quarantined = ${at}`, filter.quarantined);
  if (filter.priority !== undefined && filter.priority.length > 0) add((at) => `t.priority = any(${at}::text[])`, filter.priority);
  if (filter.category !== undefined) add((at) => `t.category = ${at}`, filter.category);
  if (filter.requestType !== undefined) add((at) => `t.request_type = ${at}`, filter.requestType);
  if (filter.tag !== undefined) add((at) => `t.tags @> array[${at}::text]`, filter.tag);
  if (filter.updatedSince !== undefined) add((at) => `t.updated_at >= ${at}::timestamptz`, filter.updatedSince);
  // Few wait for a review: they are found first, and then sorted. As `in` the planner walks all tickets by age and asks of each.
  if (filter.review === true) conditions.push(`t.id = any(array(select e.ticket_id from entries e where e.threading->>'review' = 'true'))`);
  if (filter.q !== undefined)
    add((at) => `(t.subject ilike '%' || ${at} || '%' or t.number ilike ${at} || '%')`, filter.q.replaceAll(/[\\%_]/g, '\\$&'));
  if (search !== null) conditions.push(foundBy(search, 't', (value) => `$${values.push(value)}`));
  if (filter.viewer) conditions.push(seenBy(filter.viewer, 't', (value) => `$${values.push(value)}`));
  if (filter.assignee === null) conditions.push('t.assignee_id is null');
  else if (filter.assignee !== undefined) add((at) => `t.assignee_id = ${at}::uuid`, filter.assignee);
  if (filter.group === null) conditions.push('t.group_id is null');
  else if (filter.group !== undefined) add((at) => `t.group_id = ${at}::uuid`, filter.group);
  if (filter.groups !== undefined) add((at) => `t.group_id = any(${at}::uuid[])`, filter.groups);
  if (filter.overdueAt !== undefined) add((at) => `t.id = any(array(${OVERDUE.replace('$at', at)}))`, filter.overdueAt);
  if (filter.watcher !== undefined) add((at) => `t.id = any(array(${WATCHED.replace('$at', at)}))`, filter.watcher);
  if (filter.snoozed === true) conditions.push(`t.id = any(array(select ticket_id from snoozes))`);
  return conditions;
}
