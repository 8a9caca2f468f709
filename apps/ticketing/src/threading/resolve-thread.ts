import { toOpinion, type Opinion } from './opinion.js';
import type { ThreadFacts } from './port.js';
import { findLeads, linksOf, resolveByReferences } from './resolve-by-references.js';
import { findOrphans, resolveByTopic } from './resolve-by-topic.js';
import type { ThreadDecision, ThreadableMessage } from './threadable-message.js';

/**
 * Which ticket a message belongs to, and why. Pure: all it knows comes from `facts`, which it does not change (`record` is the caller's).
 * The first rule that joins wins; where none does, the first that asks for review; else a new ticket.
 */
export function resolveThread(message: ThreadableMessage, facts: ThreadFacts): ThreadDecision {
  const copy = findCopy(message, facts);
  if (copy !== null) return copy;
  const leads = findLeads(message, facts);
  const opinions = [
    resolveByToken(message, facts),
    resolveByReferences(message, facts, leads),
    resolveByNumber(message, facts),
    resolveByConversation(message, facts),
  ].filter((opinion) => opinion !== null);
  // what a reliable hint left in doubt, a subject cannot settle
  const byTopic = opinions.length === 0 ? resolveByTopic(message, facts) : null;
  if (byTopic !== null) opinions.push(byTopic);
  const joined = opinions.find((opinion) => opinion.verdict === 'join');
  const chosen = joined ?? (message.question === true ? undefined : opinions[0]);
  const links = opinions.find((opinion) => opinion.rule === 'reference')?.links ?? linksOf(leads.answeredBy);
  return chosen === undefined ? openTicket(message, links, facts) : toDecision(message, chosen, opinions, links, facts);
}

function findCopy(message: ThreadableMessage, facts: ThreadFacts): ThreadDecision | null {
  if (message.messageId === null) return null;
  const copied = facts.copyOf(message.messageId, message.print);
  const holder = copied === null && message.fromDesk && !message.checksFailed ? facts.holderOf(message.messageId) : null;
  const ticketId = copied ?? (holder?.state === 'ours' ? holder.ticketId : null);
  if (ticketId === null) return null;
  const evidence = { id: message.messageId, state: copied === null ? 'ours' : 'seen' };
  return {
    ...{ ticket: { kind: 'existing', ticketId }, rule: 'same-message', evidence, score: 1, review: false },
    ...{ suggestedTicketId: null, folded: true, links: [], invites: false },
  };
}

function resolveByToken(message: ThreadableMessage, facts: ThreadFacts): Opinion | null {
  const { token } = message;
  if (!('ticketId' in token)) return null;
  const standing = facts.standing(token.ticketId, message.sender);
  const evidence = { token: token.kind, standing };
  if (token.kind === 'valid' && (standing !== 'none' || message.echo)) return toOpinion('token', 'join', token.ticketId, 1, evidence);
  return toOpinion('token', 'review', token.ticketId, token.kind === 'valid' ? 0.6 : 0.5, evidence);
}

function resolveByNumber(message: ThreadableMessage, facts: ThreadFacts): Opinion | null {
  for (const number of message.topic.numbers) {
    const ticketId = facts.ticketByNumber(number);
    if (ticketId === null) continue;
    const standing = facts.standing(ticketId, message.sender);
    const evidence = { number, standing, checksFailed: message.checksFailed };
    if (message.echo || (standing === 'contact' && !message.checksFailed)) return toOpinion('number', 'join', ticketId, 0.9, evidence);
    return toOpinion('number', 'review', ticketId, standing === 'none' ? 0.4 : 0.5, evidence);
  }
  return null;
}

/** The key is the remote's own word on who talks with whom; in a room there is more than one sender. */
function resolveByConversation(message: ThreadableMessage, facts: ThreadFacts): Opinion | null {
  const { key, continues, about } = message.conversation;
  if (!continues) return null;
  const ticketId = about ? facts.lastTicketByConversation(message.inboxId, key) : facts.openTicketByConversation(message.inboxId, key);
  return ticketId === null ? null : toOpinion('conversation', 'join', ticketId, 0.95, { conversation: key });
}

function toDecision(
  message: ThreadableMessage,
  chosen: Opinion,
  opinions: readonly Opinion[],
  links: Opinion['links'],
  facts: ThreadFacts,
): ThreadDecision {
  const review = chosen.verdict === 'review';
  const home = review ? chosen.homeTicketId : chosen.ticketId;
  const ticketId = home ?? facts.newTicketId(message);
  const setAside = opinions
    .filter((opinion) => opinion !== chosen && opinion.ticketId !== chosen.ticketId)
    .map(({ rule, ticketId: other, verdict }) => ({ rule, ticketId: other, verdict }));
  const orphans = home === null ? findOrphans(message, facts) : [];
  return {
    ticket: { kind: home === null ? 'new' : 'existing', ticketId },
    rule: chosen.rule,
    evidence: { ...chosen.evidence, ...forgery(message), ...(setAside.length > 0 ? { setAside } : {}) },
    score: chosen.score,
    review,
    suggestedTicketId: review ? chosen.ticketId : null,
    folded: false,
    links: closeLinks([...links, ...orphans], ticketId),
    invites: mayInvite(message) && (home === null || facts.standing(home, message.sender) === 'contact'),
  };
}

function openTicket(message: ThreadableMessage, links: Opinion['links'], facts: ThreadFacts): ThreadDecision {
  const ticketId = facts.newTicketId(message);
  const { numbers } = message.topic;
  const evidence = { ...forgery(message), ...(numbers.length > 0 ? { unknownNumbers: numbers } : {}) };
  return {
    ...{ ticket: { kind: 'new', ticketId }, rule: 'new', evidence, score: 1, review: false, suggestedTicketId: null, folded: false },
    links: closeLinks([...links, ...findOrphans(message, facts)], ticketId),
    invites: mayInvite(message),
  };
}

/** On a claim nobody lets others in: the address in From is anybody's to write. */
function mayInvite({ verified, automated, bounce, echo, fromDesk }: ThreadableMessage): boolean {
  return verified && !(automated || bounce || echo || fromDesk);
}

function closeLinks(links: Opinion['links'], ticketId: string): ThreadDecision['links'] {
  return links.map((link) => ({ ...link, to: link.to ?? ticketId })).filter((link) => link.from !== link.to);
}

/** A token that we did not sign proves nothing, for or against: the other rules decide, and people can see it. */
function forgery(message: ThreadableMessage): Record<string, unknown> {
  return message.token.kind === 'forged' ? { token: 'forged' } : {};
}
