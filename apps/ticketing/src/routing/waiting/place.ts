import { groupIdOf } from '../../desk/desk-groups.js';
import type { Desk } from '../../desk/desk-schema.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import { lineOfCategory } from '../choice/category-line.js';
import { chooseGroup, type GroupChoice } from '../choice/choose-group.js';
import { toSubject } from '../choice/to-subject.js';
import type { WaitingRow } from './waiting-ticket.repository.js';

/** Is anybody to have it? Not what is done or waits for its customer, what is folded away, nor what a flood brought. */
export function isToRoute({ status, folded, quarantined }: Pick<TicketFacts, 'status' | 'folded' | 'quarantined'>): boolean {
  return (status === 'new' || status === 'open') && !folded && !quarantined;
}

/** What the desk's order says of a ticket. A request type that has a group of its own says more than the order. */
export function chooseFor(desk: Pick<Desk, 'routing' | 'requestTypes'>, ticket: TicketFacts): GroupChoice {
  const choice = chooseGroup(
    desk.routing,
    toSubject(ticket, (category) => lineOfCategory(desk, category)),
  );
  const ofType = ticket.requestType === null ? undefined : desk.requestTypes[ticket.requestType]?.group;
  return ofType === undefined ? choice : { ...choice, group: ofType };
}

export interface Place {
  /** Key; null: nobody says. */
  readonly group: string | null;
  /** Routing says so; false: somebody did, and it stays. */
  readonly chosen: boolean;
}

/**
 * Where a ticket belongs, and whether routing says so: a group that it would have chosen itself counts as chosen. `known`: as it waits by now.
 * `isPinned`: an agent said its group just now.
 */
export function findPlace(
  { groups }: Pick<Desk, 'groups'>,
  ticket: Pick<TicketFacts, 'groupId' | 'assigneeId'>,
  known: Pick<WaitingRow, 'chosen' | 'groups'> | undefined,
  choice: Pick<GroupChoice, 'group'>,
  isPinned: boolean,
): Place {
  const current = Object.keys(groups).find((key) => groupIdOf(key) === ticket.groupId) ?? null;
  if (current === null) return { group: choice.group, chosen: true };
  const wasChosen = known === undefined ? current === choice.group : known.chosen && known.groups[0] === current;
  if (wasChosen && !isPinned && ticket.assigneeId === null) return { group: choice.group ?? current, chosen: true };
  return { group: current, chosen: false };
}
