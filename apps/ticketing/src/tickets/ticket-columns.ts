import type { TicketPriority, TicketStatus } from './ticket-state.js';

/** What everybody who reads a ticket reads of its row. Absent is null. */
export interface TicketColumns {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: TicketStatus;
  readonly priority: TicketPriority;
  readonly category: string | null;
  /** Number of an order or a case elsewhere that it is about. */
  readonly reference: string | null;
  readonly requestType: string | null;
  readonly stage: string | null;
  /** BCP 47, of the customer's words. */
  readonly language: string | null;
  readonly mood: string | null;
  readonly urgency: string | null;
  /** Support level, 1 is the first line. */
  readonly level: number | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the desk that judged it; null before there was one. */
  readonly deskVersion: number | null;
  readonly channels: readonly string[];
  readonly inboxId: string | null;
  readonly openedAt: Date;
  readonly version: number;
  /** No person wrote it (a robot, a bounce, a gap): out of the way. */
  readonly folded: boolean;
  readonly quarantined: boolean;
  /** Seen by supervisors and its assignee. */
  readonly confidential: boolean;
}

/** Of a table that is called `t`. */
export const TICKET_COLUMNS = `t.id, t.number, t.subject, t.status, t.priority, t.category, t.reference, t.request_type as "requestType", t.stage, t.language, t.mood,
  t.urgency, t.level, t.tags, t.fields, t.desk_version as "deskVersion", t.channels, t.inbox_id as "inboxId", t.opened_at as "openedAt", t.version, t.folded,
  t.quarantined, t.confidential`;
