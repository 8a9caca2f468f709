import type { TicketPriority, TicketStatus } from './ticket-state.js';

/** What an agent may change of a ticket; what is absent stays. Null takes a value away. */
export interface TicketEdit {
  readonly status?: TicketStatus;
  readonly priority?: TicketPriority;
  readonly subject?: string;
  readonly category?: string | null;
  /** Key or id. */
  readonly group?: string | null;
  readonly assignee?: string | null;
  readonly requestType?: string | null;
  readonly stage?: string | null;
  readonly language?: string | null;
  readonly mood?: string | null;
  readonly urgency?: string | null;
  readonly level?: number | null;
  /** All of them. */
  readonly tags?: readonly string[];
  /** Those named; null takes one away. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The ticket's version that the agent saw. */
  readonly expectedVersion?: number;
}
