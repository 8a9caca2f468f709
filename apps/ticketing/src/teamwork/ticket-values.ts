import type { TicketEdit } from '../tickets/ticket-edit.js';

/** What a change of tickets may set, and what it is taken back to. */
export const FIELDS = [
  'status',
  'subject',
  'priority',
  'category',
  'group',
  'assignee',
  'requestType',
  'stage',
  'language',
  'mood',
  'urgency',
  'level',
  'tags',
  'fields',
] as const;
export type Values = Partial<Record<(typeof FIELDS)[number], unknown>>;
export interface Change {
  readonly ticketId: string;
  readonly before: Values;
  readonly after: Values;
}

export const READ = `select id, status, subject, priority, category, group_id as "group", assignee_id as assignee, request_type as "requestType", stage, language, mood, urgency, level,
  tags, fields from tickets where id = any($1::uuid[])`;

/** Fields that came are taken away again. */
export function toEdit(before: Values, now: Values, names: readonly string[]): TicketEdit {
  const edit: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, before[name as keyof Values] ?? null]));
  if ('fields' in edit) {
    const was = (edit['fields'] ?? {}) as Record<string, unknown>;
    const gone = Object.keys((now.fields ?? {}) as object).filter((key) => !(key in was));
    edit['fields'] = { ...was, ...Object.fromEntries(gone.map((key) => [key, null])) };
  }
  if (edit['status'] === 'new') edit['status'] = 'open';
  return edit as TicketEdit;
}
