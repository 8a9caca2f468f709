import type { EventType } from '#contracts';

/** A ticket event, as the rooms that follow tickets see it. */
export interface Happening {
  /** Of the event. */
  readonly id: string;
  readonly type: Extract<EventType, `ticket.${string}`>;
  readonly ticketId: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}
