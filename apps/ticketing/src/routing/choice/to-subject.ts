import type { TicketFacts } from '../../facts/ticket-facts.js';
import type { RoutingSubject } from './condition.js';

/** `ancestors`: keys of the categories above one, itself first. */
export function toSubject(facts: TicketFacts, ancestors: (category: string) => readonly string[]): RoutingSubject {
  const { contact, message } = facts;
  return {
    inbox: message?.inboxId ?? facts.inboxId,
    channel: message?.channel ?? facts.channels[0] ?? '',
    addresses: (message?.recipients ?? []).map((recipient) => recipient.slice(recipient.indexOf(':') + 1)),
    categories: facts.category === null ? [] : ancestors(facts.category),
    requestType: facts.requestType,
    language: facts.language ?? contact.language,
    plan: contact.plan,
    class: contact.class,
    vip: contact.vip,
    priority: facts.priority,
    urgency: facts.urgency,
    mood: facts.mood,
    tags: facts.tags,
  };
}
