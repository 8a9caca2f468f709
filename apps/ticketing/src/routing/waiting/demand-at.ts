import type { GroupSection } from '../../desk/schema/groups.js';
import type { RoutingSection } from '../../desk/schema/routing.js';
import type { GroupTimes } from '../group-hours.js';
import type { Preference } from '../matching/facts.js';

type Groups = Readonly<Record<string, Pick<GroupSection, 'overflow'>>>;

export interface DemandInTime {
  readonly groups: readonly string[];
  readonly strict: boolean;
  readonly mustSpeak: boolean;
  readonly heldFor: string | null;
  /** When any of it changes next by the time alone, in ms; null: never. */
  readonly changesAt: number | null;
}

/**
 * What a ticket that waits since `since` asks at `now`: longer, and more groups may take it, skills become wishes, nobody holds it any more. Where its group is
 * closed, those that it overflows to may take it at once.
 */
export function demandAt(
  desk: {
    readonly groups: Groups;
    readonly routing: Pick<RoutingSection, 'relaxAfter' | 'namedHold' | 'languages'>;
  },
  ticket: {
    readonly group: string;
    readonly since: number;
    readonly preferred: readonly { readonly agent: string; readonly why: Preference }[];
  },
  isThere: (agent: string) => boolean,
  hours: GroupTimes,
  now: number,
): DemandInTime {
  const overflow = desk.groups[ticket.group]?.overflow ?? [];
  const { relaxAfter, namedHold, languages } = desk.routing;
  const named = ticket.preferred.find(({ agent, why }) => why !== 'last_agent' && isThere(agent));
  const over = (ms: number) => ticket.since + ms <= now;
  const holds = named !== undefined && namedHold > 0;
  const times = [...overflow.map(({ after }) => after), ...(relaxAfter === undefined ? [] : [relaxAfter]), ...(holds ? [namedHold] : [])];
  const takers = findTakers(desk.groups, ticket.group, hours, over);
  const turns = takers.filter((group) => (desk.groups[group]?.overflow ?? []).length > 0).map((group) => hours.changesAt(group));
  const next = [...times.filter((ms) => !over(ms)).map((ms) => ticket.since + ms), ...turns.filter((at) => at !== null)];
  const strict = relaxAfter === undefined || !over(relaxAfter);
  return {
    groups: takers,
    strict,
    mustSpeak: strict && languages === 'required',
    heldFor: holds && !over(namedHold) ? named.agent : null,
    changesAt: next.length === 0 ? null : Math.min(...next),
  };
}

/** Its own group first, then those that it overflows to; what a closed one of them overflows to as well. */
function findTakers(groups: Groups, own: string, hours: GroupTimes, over: (ms: number) => boolean): string[] {
  const takers = [own];
  for (const group of takers) {
    const closed = hours.isClosed(group);
    for (const { after, to } of groups[group]?.overflow ?? [])
      if ((closed || (group === own && over(after))) && !takers.includes(to)) takers.push(to);
  }
  return takers;
}
