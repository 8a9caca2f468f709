/**
 * new: nobody looked yet · open: ours to act · pending: waiting for the customer · solved: answered, may come back · closed: done.
 */
export const TICKET_STATUSES = ['new', 'open', 'pending', 'solved', 'closed'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export type TicketHappening =
  /** A person on the customer's side wrote. */
  | { readonly kind: 'customer_wrote' }
  /** A robot, a bounce, suspected spam, old mail of a first sync, an echo: never moves a ticket. */
  | { readonly kind: 'machine_wrote' }
  | { readonly kind: 'agent_answered' }
  /** An answer did not reach the customer: nobody waits for him, he waits for us. */
  | { readonly kind: 'answer_failed' }
  | { readonly kind: 'agent_set'; readonly status: TicketStatus }
  /** What had changed it was undone. */
  | { readonly kind: 'restored'; readonly status: TicketStatus };

/** What a happening makes of a status. Pure; equal to `from` when nothing changes. */
export function nextStatus(from: TicketStatus, happening: TicketHappening): TicketStatus {
  switch (happening.kind) {
    case 'customer_wrote':
      return from === 'new' ? 'new' : 'open';
    case 'machine_wrote':
      return from;
    case 'agent_answered':
      return 'pending';
    case 'answer_failed':
      return from === 'pending' || from === 'solved' ? 'open' : from;
    case 'agent_set':
      return happening.status === 'new' && from !== 'new' ? 'open' : happening.status;
    case 'restored':
      return happening.status;
  }
}

/** A status as its ticket opens: what no person wrote waits for nobody, so it opens closed and folded away. */
export function openingStatus(writtenByPerson: boolean): TicketStatus {
  return writtenByPerson ? 'new' : 'closed';
}
