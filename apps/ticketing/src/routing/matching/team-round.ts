import type { Demand, RoutingAgent, Slots } from './facts.js';

/** Why somebody is not given a ticket; the first that holds. */
export const OBSTACLES = [
  ...(['not_in_group', 'offline', 'away', 'off_shift', 'refused_before', 'held_for_another'] as const),
  ...(['language', 'skill', 'full', 'channel_full'] as const),
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** As what an agent would take a ticket: as a member of its n-th group, or as that group's deputy. */
export interface Standing {
  readonly group: string;
  readonly as: 'member' | 'A' | 'B';
  /** 0 is a member of the ticket's own group. */
  readonly rank: number;
}

/** The agents of one round of matching: what they get in it counts at once. */
export class TeamRound {
  private readonly loads = new Map<string, { total: number; channels: Map<string, number> }>();
  private readonly membersThere = new Set<string>();
  private readonly firstDeputyThere = new Set<string>();
  /** Who is there and takes more: they get fewer in a round, never more. */
  readonly free = new Set<RoutingAgent>();

  /** In the order of their ids, so that a round comes out the same however they were read. */
  readonly agents: readonly RoutingAgent[];

  constructor(agents: readonly RoutingAgent[]) {
    this.agents = [...agents].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const agent of this.agents) {
      this.loads.set(agent.id, { total: agent.load.total, channels: new Map(Object.entries(agent.load.channels)) });
      if (!isThere(agent)) continue;
      if (agent.load.total < agent.capacity.total) this.free.add(agent);
      for (const group of agent.groups) this.membersThere.add(group);
      for (const [group, as] of agent.deputyOf) if (as === 'A') this.firstDeputyThere.add(group);
    }
  }

  findStanding(agent: RoutingAgent, groups: readonly string[]): Standing | null {
    for (const [index, group] of groups.entries()) {
      if (agent.groups.has(group)) return { group, as: 'member', rank: index * 3 };
      const deputy = agent.deputyOf.get(group);
      if (deputy === undefined || this.membersThere.has(group)) continue;
      if (deputy === 'A') return { group, as: 'A', rank: index * 3 + 1 };
      if (!this.firstDeputyThere.has(group)) return { group, as: 'B', rank: index * 3 + 2 };
    }
    return null;
  }

  /** `standing`: of whoever is named for this customer no membership is asked. */
  findObstacle(agent: RoutingAgent, demand: Demand, standing: Standing | null): Obstacle | null {
    if (standing === null) return 'not_in_group';
    if (agent.presence !== 'online') return agent.presence;
    if (!agent.onShift) return 'off_shift';
    if (demand.refusedBy.includes(agent.id)) return 'refused_before';
    if (demand.heldFor !== null && demand.heldFor !== agent.id) return 'held_for_another';
    if (demand.mustSpeak && !speaks(agent, demand.language)) return 'language';
    if (demand.strict && demand.skills.some(({ skill, level }) => (agent.skills.get(skill) ?? 0) < level)) return 'skill';
    const load = this.loads.get(agent.id)!;
    if (load.total >= agent.capacity.total) return 'full';
    return (load.channels.get(demand.channel) ?? 0) >= slotsOf(agent.capacity, demand.channel) ? 'channel_full' : null;
  }

  /** How busy he is, 0 to 1, by what is scarcer: his time or his places on the channel. */
  busyness(agent: RoutingAgent, channel: string): number {
    const load = this.loads.get(agent.id)!;
    const own = slotsOf(agent.capacity, channel);
    const ofChannel = Number.isFinite(own) ? (load.channels.get(channel) ?? 0) / own : 0;
    return Math.max(load.total / agent.capacity.total, ofChannel);
  }

  take(agentId: string, channel: string): void {
    const load = this.loads.get(agentId)!;
    load.total += 1;
    for (const agent of this.free) if (agent.id === agentId && load.total >= agent.capacity.total) this.free.delete(agent);
    load.channels.set(channel, (load.channels.get(channel) ?? 0) + 1);
  }
}

export function isThere(agent: Pick<RoutingAgent, 'presence' | 'onShift'>): boolean {
  return agent.presence === 'online' && agent.onShift;
}

/** `en-GB` is answered by who speaks `en`. */
export function speaks(agent: Pick<RoutingAgent, 'languages'>, language: string | null): boolean {
  if (language === null || agent.languages.size === 0) return true;
  return agent.languages.has(language) || agent.languages.has(language.split('-')[0]!);
}

function slotsOf(slots: Slots, channel: string): number {
  return Object.hasOwn(slots.channels, channel) ? slots.channels[channel]! : Infinity;
}
