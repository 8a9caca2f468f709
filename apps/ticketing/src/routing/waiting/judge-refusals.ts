import type { Demand, RoutingAgent } from '../matching/facts.js';
import { standingOf } from '../matching/match.js';
import { isThere, TeamRound } from '../matching/team-round.js';

/** So long a ticket that everybody gave back lies for a supervisor to see to it; then it is offered to all of them again. */
export const OFFER_AGAIN_MS = 10 * 60_000;

export interface JudgedRefusals {
  readonly refusedBy: readonly string[];
  /** In ms. */
  readonly looksAgainAt: number;
  /** Nobody who is there could take it. */
  readonly isTold: boolean;
}

/** Who is left out of those who gave it back, at `now`: all of them as long as somebody else fits it, whether he is there just now or not. Pure. */
export function judgeRefusals(
  agents: readonly RoutingAgent[],
  demand: Omit<Demand, 'refusedBy'>,
  refused: { readonly by: readonly string[]; readonly at: number },
  now: number,
): JudgedRefusals {
  const others = findFitting(agents, demand).filter((id) => !refused.by.includes(id));
  const there = new Set(agents.filter(isThere).map(({ id }) => id));
  const isTold = !others.some((id) => there.has(id));
  // People come and go without a word to the ticket.
  const later = now + OFFER_AGAIN_MS;
  if (others.length > 0) return { refusedBy: refused.by, looksAgainAt: later, isTold };
  const again = refused.at + OFFER_AGAIN_MS;
  return now < again ? { refusedBy: refused.by, looksAgainAt: again, isTold } : { refusedBy: [], looksAgainAt: later, isTold };
}

/** Whoever could take it if he were there and free. */
function findFitting(agents: readonly RoutingAgent[], demand: Omit<Demand, 'refusedBy'>): string[] {
  const rested = agents.map((agent): RoutingAgent => ({ ...agent, presence: 'online', onShift: true, load: { total: 0, channels: {} } }));
  const round = new TeamRound(rested);
  const asked = { ...demand, heldFor: null, refusedBy: [] };
  return rested.filter((agent) => round.findObstacle(agent, asked, standingOf(round, agent, asked)) === null).map(({ id }) => id);
}
