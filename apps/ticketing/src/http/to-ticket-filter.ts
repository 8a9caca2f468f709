import { agentOf, type Principal } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import type { TicketFilter } from '../tickets/ticket-filter.js';
import type { TicketFilterQuery } from './shapes/ticket-query.js';

const BOXES = { review: { review: true }, quarantine: { quarantined: true }, folded: { folded: true } };

/** What a query asks for, for who asks. Throws `PermanentError` (`not_an_agent`) for what only an agent has. */
export function toTicketFilter(query: TicketFilterQuery, principal: Principal, now: Date): TicketFilter {
  const { contact, box, assignee, group, overdue, watching, snoozed, ...filter } = query;
  return {
    ...filter,
    viewer: viewerOf(principal),
    contactId: contact,
    ...(box === undefined ? {} : BOXES[box]),
    ...(assignee === undefined ? {} : { assignee: assignee === 'me' ? agentOf(principal).id : assignee }),
    ...(group === 'mine' ? { groups: (agentOf(principal), principal.sight?.ownGroups ?? []) } : { group }),
    ...(overdue === true ? { overdueAt: now } : {}),
    ...(watching === true ? { watcher: agentOf(principal).id } : {}),
    ...(snoozed === true ? { snoozed } : {}),
  };
}
