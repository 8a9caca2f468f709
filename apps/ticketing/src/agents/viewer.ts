import type { Sql } from '#database';
import { isUuid } from '../tickets/ticket.repository.js';
import type { Principal } from './principal.js';

/** Which tickets somebody sees. */
export interface Viewer {
  readonly agentId: string | null;
  readonly ownGroups: readonly string[];
  /** Of which groups: all, his own and none, or no group's but what is his or was opened to him. */
  readonly sees: 'all' | 'groups' | 'own';
  /** Confidential tickets of others too. */
  readonly sealed: boolean;
  /** Groups whose confidential tickets he sees: those of his with a sealed box. */
  readonly trusted: readonly string[];
}

/** Null sees all. */
export function viewerOf({ agent, scopes, sight }: Pick<Principal, 'agent' | 'scopes' | 'sight'>): Viewer | null {
  const sealed = scopes.has('tickets:sealed') || scopes.has('admin');
  const { ownGroups = [], trusted = [], sees = 'all' as const } = sight ?? {};
  return sealed && sees === 'all' ? null : { agentId: agent?.id ?? null, ownGroups, sees, sealed, trusted };
}

/**
 * The one condition by which tickets are seen, over the columns of a ticket called `alias`; `place` takes a value and answers its `$n`. Every list,
 * search and look at a ticket that somebody asks for has it.
 */
export function seenBy({ agentId, ownGroups, sees, sealed, trusted }: Viewer, alias: string, place: (value: unknown) => string): string {
  const agent = `${place(agentId)}::uuid`;
  const own = `${place(ownGroups)}::uuid[]`;
  const his = `${alias}.assignee_id = ${agent} or exists (select from ticket_guests g where g.ticket_id = ${alias}.id and (g.guest = ${agent} or g.guest = any(${own})))`;
  if (sees === 'own') return `coalesce(${his}, false)`;
  const unsealed = sealed ? 'true' : `(not ${alias}.confidential or ${alias}.group_id = any(${place(trusted)}::uuid[]))`;
  const ofGroup = sees === 'all' ? 'true' : `(${alias}.group_id is null or ${alias}.group_id = any(${own}))`;
  return `coalesce(${his} or (${unsealed} and ${ofGroup}), false)`;
}

/** Is the ticket with this id seen, or what it was merged into? `id` is an expression of SQL. */
export function seesTicket(viewer: Viewer, id: string, place: (value: unknown) => string): string {
  return `exists (select from tickets named join tickets seen on seen.id = coalesce(named.merged_into, named.id)
    where named.id = ${id} and ${seenBy(viewer, 'seen', place)})`;
}

/** People are seen with a ticket of theirs; who has none, by everybody who sees what belongs to no group. `id` is an expression of SQL. */
export function seesContact(viewer: Viewer, id: string, place: (value: unknown) => string): string {
  const his = `from tickets named join tickets seen on seen.id = coalesce(named.merged_into, named.id)
    where named.contact_id = any(array(select person.id from contacts asked_person
      join contacts person on person.id = coalesce(asked_person.merged_into, asked_person.id)
        or person.merged_into = coalesce(asked_person.merged_into, asked_person.id)
      where asked_person.id = ${id}))`;
  const seen = `exists (select ${his} and ${seenBy(viewer, 'seen', place)})`;
  return viewer.sees === 'own' ? seen : `(${seen} or not exists (select ${his}))`;
}

/** What stands with a ticket where it has one, and with a person where it has none. */
export function seesTicketOrContact(viewer: Viewer, ticket: string, contact: string, place: (value: unknown) => string): string {
  return `(${seesTicket(viewer, ticket, place)} or (${ticket} is null and ${seesContact(viewer, contact, place)}))`;
}

/** A message that is in no ticket yet: as one of no group, confidential where its inbox is a sealed box of `sealedGroup`. */
export function isUnticketedSeenBy(viewer: Viewer, sealedGroup: string | null): boolean {
  return isSeenBy(viewer, { confidential: sealedGroup !== null, assignee: null, group: sealedGroup, guests: [] });
}

/** What is known of a ticket where it is told to many at once, so that nobody is asked for each of them. */
export interface SeenFacts {
  readonly confidential: boolean;
  readonly assignee: string | null;
  readonly group: string | null;
  /** Agents and groups that it was opened to. */
  readonly guests: readonly string[];
}

/** The same for one ticket in memory. */
export function isSeenBy(
  { agentId, ownGroups, sees, sealed, trusted }: Viewer,
  { confidential, assignee, group, guests }: SeenFacts,
): boolean {
  if (agentId !== null && assignee === agentId) return true;
  if (guests.some((each) => each === agentId || ownGroups.includes(each))) return true;
  if (sees === 'own') return false;
  if (confidential && !sealed && !(group !== null && trusted.includes(group))) return false;
  return sees === 'all' || group === null || ownGroups.includes(group);
}

/** `SeenFacts` of tickets, as columns of a ticket called `alias`. */
export function seenFacts(alias: string): string {
  return `${alias}.confidential, ${alias}.assignee_id as assignee, ${alias}.group_id as "group",
    array(select g.guest::text from ticket_guests g where g.ticket_id = ${alias}.id) as guests`;
}

/** Which of these tickets (ids or numbers) he does not see. What was merged counts as what it leads to; of unknown ones nothing is said. */
export async function findUnseen(sql: Sql, viewer: Viewer, tickets: readonly string[]): Promise<string[]> {
  if (tickets.length === 0) return [];
  const values: unknown[] = [tickets.filter(isUuid), tickets.filter((each) => !isUuid(each))];
  const rows = await sql.query<{ asked: string }>(
    `select asked.name as asked from (
       select own.id::text as name, coalesce(own.merged_into, own.id) as lead from tickets own where own.id = any($1::uuid[])
       union all select own.number, coalesce(own.merged_into, own.id) from tickets own where own.number = any($2::text[])) asked
     join tickets t on t.id = asked.lead where not ${seenBy(viewer, 't', (value) => `$${values.push(value)}`)}`,
    values,
  );
  return rows.map(({ asked }) => asked);
}
