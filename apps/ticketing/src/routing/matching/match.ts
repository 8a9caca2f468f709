import { compareWaiting, type Demand, type Preference, type RoutingAgent, type WaitingTicket } from './facts.js';
import { OBSTACLES, type Obstacle, speaks, type Standing, TeamRound } from './team-round.js';

/** Somebody who could take a ticket, with what speaks for him. */
export interface Candidate {
  readonly agent: string;
  readonly group: string;
  readonly as: Standing['as'] | 'named';
  readonly preferred: Preference | null;
  readonly speaks: boolean;
  /** Levels of the skills that are asked, summed up. */
  readonly skill: number;
  /** 0 to 1. */
  readonly busy: number;
  readonly idleSince: number;
}

/** What the best had before the next: the first difference in the order of the rules. */
export type DecidedBy = Preference | 'only_one' | 'group' | 'language' | 'skill' | 'load' | 'idle' | 'order';

export interface Decision {
  readonly ticketId: string;
  readonly agent: string;
  readonly group: string;
  readonly decidedBy: DecidedBy;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** How many did not fit, by why. */
  readonly others: Readonly<Partial<Record<Obstacle, number>>>;
}

/**
 * Gives waiting tickets to agents, one after the other in the order of `compareWaiting`, each to the best who fits, until nobody fits any.
 * What one was given counts for the next. The same agents and tickets give the same decisions, in whatever order they come.
 */
export function match(agents: readonly RoutingAgent[], waiting: readonly WaitingTicket[]): Decision[] {
  const round = new TeamRound(agents);
  const decisions: Decision[] = [];
  // Agents only get fuller in a round: once nobody fits a demand, nobody will.
  const hopeless = new Set<string>();
  for (const ticket of [...waiting].sort(compareWaiting)) {
    if (round.free.size === 0) break;
    if (hopeless.has(ticket.signature)) continue;
    if (!isFitted(round, ticket)) {
      hopeless.add(ticket.signature);
      continue;
    }
    const decision = decide(round, ticket)!;
    round.take(decision.agent, ticket.channel);
    decisions.push(decision);
  }
  return decisions;
}

/** Does anybody fit? Only who is free is looked at. */
function isFitted(round: TeamRound, ticket: WaitingTicket): boolean {
  for (const agent of round.free) if (round.findObstacle(agent, ticket, standingOf(round, agent, ticket)) === null) return true;
  return false;
}

/** The best for one ticket, if anybody fits. */
export function decide(round: TeamRound, ticket: WaitingTicket): Decision | null {
  const ranked: Ranked[] = [];
  const others: Partial<Record<Obstacle, number>> = {};
  for (const agent of round.agents) {
    const preferred = ticket.preferred.findIndex((one) => one.agent === agent.id);
    const standing = standingOf(round, agent, ticket);
    const obstacle = round.findObstacle(agent, ticket, standing);
    if (obstacle === null) ranked.push(rank(round, agent, ticket, standing!, preferred));
    else others[obstacle] = (others[obstacle] ?? 0) + 1;
  }
  const [best, next] = ranked.sort(compareRanked);
  if (best === undefined) return null;
  const { agent, group } = best.candidate;
  const candidates = ranked.map(({ candidate }) => candidate);
  return { ticketId: ticket.id, agent, group, decidedBy: findDecidedBy(best, next), candidates, others: inOrder(others) };
}

/** Who is named for a customer (his manager, the manager's stand-in) needs no membership; who answered him last does. */
export function standingOf(round: TeamRound, agent: RoutingAgent, demand: Demand): Standing | null {
  const standing = round.findStanding(agent, demand.groups);
  if (standing !== null) return standing;
  const isNamed = demand.preferred.some((one) => one.agent === agent.id && one.why !== 'last_agent');
  return isNamed ? { group: demand.groups[0] ?? '', as: 'member', rank: 0 } : null;
}

interface Ranked {
  readonly keys: readonly number[];
  readonly candidate: Candidate;
}

/** What each place of `keys` says; smaller is better. */
const KEYS = ['preferred', 'group', 'language', 'skill', 'load', 'idle'] as const;

function rank(round: TeamRound, agent: RoutingAgent, ticket: WaitingTicket, standing: Standing, preferred: number): Ranked {
  const why = preferred === -1 ? null : ticket.preferred[preferred]!.why;
  const can = speaks(agent, ticket.language);
  const skill = ticket.skills.reduce((sum, asked) => sum + (agent.skills.get(asked.skill) ?? 0), 0);
  const busy = round.busyness(agent, ticket.channel);
  return {
    keys: [preferred === -1 ? Infinity : preferred, standing.rank, can ? 0 : 1, -skill, busy, agent.idleSince],
    candidate: {
      ...{ agent: agent.id, group: standing.group, preferred: why, speaks: can, skill, busy, idleSince: agent.idleSince },
      as: why === 'named' || why === 'stand_in' ? 'named' : standing.as,
    },
  };
}

function compareRanked(a: Ranked, b: Ranked): number {
  const place = a.keys.findIndex((key, index) => key !== b.keys[index]);
  if (place === -1) return a.candidate.agent < b.candidate.agent ? -1 : 1;
  return a.keys[place]! < b.keys[place]! ? -1 : 1;
}

function findDecidedBy(best: Ranked, next: Ranked | undefined): DecidedBy {
  if (best.candidate.preferred !== null) return best.candidate.preferred;
  if (next === undefined) return 'only_one';
  const place = best.keys.findIndex((key, index) => key !== next.keys[index]);
  const key = place === -1 ? 'order' : KEYS[place]!;
  return key === 'preferred' ? 'order' : key;
}

function inOrder(others: Partial<Record<Obstacle, number>>): Partial<Record<Obstacle, number>> {
  return Object.fromEntries(OBSTACLES.filter((name) => others[name] !== undefined).map((name) => [name, others[name]]));
}
