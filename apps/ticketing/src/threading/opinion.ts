import type { TicketLink, ThreadRule } from './threadable-message.js';

/** What one rule says; `null` from a rule means it has nothing to say. */
export interface Opinion {
  readonly rule: ThreadRule;
  /** `join`: belongs into `ticketId`. `review`: perhaps; a person decides. */
  readonly verdict: 'join' | 'review';
  readonly ticketId: string;
  /** With `review`: a ticket of the sender's own that the message is a part of anyhow. */
  readonly homeTicketId: string | null;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly score: number;
  /** `to: null` = the ticket that the message ends in. */
  readonly links: readonly (Omit<TicketLink, 'to'> & { readonly to: string | null })[];
}

export function toOpinion(
  rule: ThreadRule,
  verdict: 'join' | 'review',
  ticketId: string,
  score: number,
  evidence: Readonly<Record<string, unknown>>,
): Opinion {
  return { rule, verdict, ticketId, homeTicketId: null, evidence, score, links: [] };
}
