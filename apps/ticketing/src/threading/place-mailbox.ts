import { DeskFacts } from './desk-facts.js';
import { resolveThread } from './resolve-thread.js';
import type { ThreadDecision, ThreadableMessage } from './threadable-message.js';

/** Where a message of a mailbox is, or would be put if a person agreed. */
export interface PlacedMessage {
  readonly ticket: string;
  readonly decision: ThreadDecision;
  /** A person should look: at this message, or at the ticket it is in. */
  readonly review: boolean;
}

/**
 * A fresh desk takes a mailbox in order. Tickets that a safe link makes one are merged; any other link and each doubtful message is a
 * suggestion for a whole ticket, and at the end every message is shown where the suggestions lead.
 */
export function placeMailbox(messages: readonly ThreadableMessage[]): PlacedMessage[] {
  let opened = 0;
  const facts = new DeskFacts(() => `ticket ${(opened += 1)}`);
  const suggestions: Suggestion[] = [];
  const decisions = messages.map((message) => {
    const decision = resolveThread(message, facts);
    facts.record(message, decision);
    const { ticketId } = decision.ticket;
    for (const { from, to, safe } of decision.links) {
      if (safe) facts.merge(from, to);
      else suggestions.push({ from, to, claimed: from === ticketId });
    }
    if (decision.suggestedTicketId !== null) suggestions.push({ from: ticketId, to: decision.suggestedTicketId, claimed: true });
    return decision;
  });
  const leadOn = followSuggestions(suggestions, facts);
  return decisions.map((decision) => {
    const ticketId = facts.follow(decision.ticket.ticketId);
    const ticket = leadOn(ticketId);
    return { ticket, decision, review: decision.review || ticket !== ticketId };
  });
}

interface Suggestion {
  readonly from: string;
  readonly to: string;
  /** The message that says so is in `from`: its sender speaks for himself. */
  readonly claimed: boolean;
}

/**
 * Where a ticket has two suggestions, they make one case of two. That is right for an answer that came before what it answers. Who names a
 * second case from a ticket of his own might connect what others wrote: one of them must have written to him.
 */
function followSuggestions(suggestions: readonly Suggestion[], facts: DeskFacts): (ticketId: string) => string {
  const next = new Map<string, string>();
  const leadOn = (ticketId: string): string => {
    let at = facts.follow(ticketId);
    for (let to = next.get(at); to !== undefined; to = next.get(at)) at = to;
    return at;
  };
  const further: Suggestion[] = [];
  for (const suggestion of suggestions) {
    const [from, to] = [facts.follow(suggestion.from), facts.follow(suggestion.to)];
    if (leadOn(to) === leadOn(from)) continue;
    if (next.has(from)) further.push({ ...suggestion, from, to });
    else next.set(from, to);
  }
  const tickets = new Set(suggestions.flatMap(({ from, to }) => [facts.follow(from), facts.follow(to)]));
  for (const { from, to, claimed } of further) {
    const cases = [leadOn(from), leadOn(to)] as const;
    const isKnown = () => [...tickets].some((ticket) => cases.includes(leadOn(ticket)) && facts.isKnownIn(from, ticket));
    if (cases[0] !== cases[1] && (!claimed || isKnown())) next.set(...cases);
  }
  return leadOn;
}
