import type { GroupSection } from '../../desk/schema/groups.js';
import type { RoutingSection } from '../../desk/schema/routing.js';
import type { Preference } from '../matching/facts.js';

export interface DemandInTime {
  readonly groups: readonly string[];
  readonly strict: boolean;
  readonly mustSpeak: boolean;
  readonly heldFor: string | null;
  /** When any of it changes next by the time alone, in ms; null: never. */
  readonly changesAt: number | null;
}

/** What a ticket that waits since `since` asks at `now`: longer, and more groups may take it, skills become wishes, nobody holds it any more. */
export function demandAt(
  desk: {
    readonly groups: Readonly<Record<string, Pick<GroupSection, 'overflow'>>>;
    readonly routing: Pick<RoutingSection, 'relaxAfter' | 'namedHold' | 'languages'>;
  },
  ticket: {
    readonly group: string;
    readonly since: number;
    readonly preferred: readonly { readonly agent: string; readonly why: Preference }[];
  },
  isThere: (agent: string) => boolean,
  now: number,
): DemandInTime {
  const overflow = desk.groups[ticket.group]?.overflow ?? [];
  const { relaxAfter, namedHold, languages } = desk.routing;
  const named = ticket.preferred.find(({ agent, why }) => why !== 'last_agent' && isThere(agent));
  const over = (ms: number) => ticket.since + ms <= now;
  const holds = named !== undefined && namedHold > 0;
  const times = [...overflow.map(({ after }) => after), ...(relaxAfter === undefined ? [] : [relaxAfter]), ...(holds ? [namedHold] : [])];
  const next = times.filter((ms) => !over(ms)).map((ms) => ticket.since + ms);
  const strict = relaxAfter === undefined || !over(relaxAfter);
  return {
    groups: [...new Set([ticket.group, ...overflow.filter(({ after }) => over(after)).map(({ to }) => to)])],
    strict,
    mustSpeak: strict && languages === 'required',
    heldFor: holds && !over(namedHold) ? named.agent : null,
    changesAt: next.length === 0 ? null : Math.min(...next),
  };
}
