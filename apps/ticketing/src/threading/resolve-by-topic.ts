import { toOpinion, type Opinion } from './opinion.js';
import type { ThreadFacts, TopicCandidate } from './port.js';
import type { ThreadDecision, ThreadableMessage } from './threadable-message.js';

/** How long after a ticket's last message an answer that lost its ids may still be meant for it. */
const WINDOW_MS = 30 * 24 * 3_600_000;

/** An answer that names no ids at all: they were lost on the way, or its client never writes any. */
export function isOrphanAnswer(message: ThreadableMessage): boolean {
  return message.references.length === 0 && message.topic.mark !== 'none' && !message.bounce;
}

/** An orphan that found nothing: what it answers may still come, and is then linked to it. */
export function isLostOrphan(message: ThreadableMessage, decision: ThreadDecision): boolean {
  return decision.rule === 'new' && isOrphanAnswer(message);
}

/**
 * The last resort, for orphan answers. A subject alone never joins: it takes the sign of an answer, nearness in time, and a person in
 * common. The sender's own ticket is joined; where he only got or wrote mail of it, or only his client's conversation title speaks, a
 * person decides. Who names ids is known by them: a subject does not overrule ids that lead nowhere.
 */
export function resolveByTopic(message: ThreadableMessage, facts: ThreadFacts): Opinion | null {
  if (!isOrphanAnswer(message) || message.topic.bare === '') return null;
  let best: Opinion | null = null;
  for (const candidate of facts.ticketsByTopic(message.topic.bare)) {
    const opinion = judge(message, candidate, facts);
    if (opinion !== null && (best === null || opinion.score > best.score)) best = opinion;
  }
  return best;
}

/**
 * The mirror image, for a message that opens a ticket: orphan answers with its subject that came before it and found nothing. They
 * are suggested for the new ticket, or merged into it when they are the sender's own.
 */
export function findOrphans(message: ThreadableMessage, facts: ThreadFacts): Opinion['links'] {
  if (message.topic.bare === '' || message.bounce) return [];
  return facts
    .ticketsByTopic(message.topic.bare)
    .filter((candidate) => candidate.startsWithReply && isNear(message, candidate) && mayBeAnsweredBy(message, candidate))
    .filter(({ ticketId }) => facts.acquainted(ticketId, [...message.sender, ...message.recipients]))
    .map(({ ticketId }) => ({ from: ticketId, to: null, safe: false }));
}

function judge(message: ThreadableMessage, candidate: TopicCandidate, facts: ThreadFacts): Opinion | null {
  const apart = daysApart(message.occurredAt, candidate);
  if (!isNear(message, candidate)) return null;
  // What an agent wrote elsewhere is the case of whom he wrote to.
  const standing = facts.standing(candidate.ticketId, message.echo ? message.recipients : message.sender);
  const sign = message.topic.mark === 'reply' ? 'reply-mark' : 'conversation-title';
  const evidence = { subject: message.topic.bare, sign, days: apart === null ? null : Math.round(apart * 10) / 10, standing };
  if (standing !== 'none' && sign === 'reply-mark' && apart !== null && !message.checksFailed) {
    return toOpinion('subject-fallback', 'join', candidate.ticketId, 0.7 - Math.min(0.1, apart / 300), evidence);
  }
  if (standing === 'none' && !facts.acquainted(candidate.ticketId, [...message.sender, ...message.recipients])) return null;
  return toOpinion('subject-fallback', 'review', candidate.ticketId, standing === 'none' ? 0.3 : 0.4, evidence);
}

function isNear(message: ThreadableMessage, candidate: TopicCandidate): boolean {
  const apart = daysApart(message.occurredAt, candidate);
  return apart === null || apart * 86_400_000 <= WINDOW_MS;
}

/** What is no answer itself was written before it was answered. */
function mayBeAnsweredBy(message: ThreadableMessage, { firstAt }: TopicCandidate): boolean {
  if (message.topic.mark !== 'none' || message.references.length > 0) return true;
  return firstAt !== null && message.occurredAt !== null && message.occurredAt <= firstAt;
}

/** Days between a message and the ticket's time span; null when either is unknown. */
function daysApart(occurredAt: Date | null, { firstAt, lastAt }: TopicCandidate): number | null {
  const [first, last] = [firstAt ?? lastAt, lastAt ?? firstAt];
  if (occurredAt === null || first === null || last === null) return null;
  return Math.max(0, first.getTime() - occurredAt.getTime(), occurredAt.getTime() - last.getTime()) / 86_400_000;
}
