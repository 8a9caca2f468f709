import { groupIdOf } from '../../desk/desk-groups.js';
import type { Demand, RoutingAgent } from '../matching/facts.js';
import { type Decision, standingOf } from '../matching/match.js';
import type { TeamRound } from '../matching/team-round.js';
import type { NewAssignment } from './assignment.repository.js';

/** Of more only the number is kept. */
const MOST_CANDIDATES = 10;

/** How many of a demand could be given out at once. */
export function countPlaces(round: TeamRound, free: readonly RoutingAgent[], demand: Demand): number {
  return free.reduce((sum, agent) => {
    const standing = standingOf(round, agent, demand);
    return round.findObstacle(agent, demand, standing) === null ? sum + agent.capacity.total - agent.load.total : sum;
  }, 0);
}

/** A decision as it is booked, with who else could have had the ticket. */
export function toAssignment({ ticketId, agent, group, decidedBy, candidates, others }: Decision): NewAssignment {
  return {
    ...{ ticketId, agentId: agent, groupId: groupIdOf(group), reason: `routing.${decidedBy}` },
    candidates: candidates.slice(0, MOST_CANDIDATES),
    others: { ...others, ...(candidates.length > MOST_CANDIDATES ? { could_too: candidates.length - MOST_CANDIDATES } : {}) },
  };
}
