import { randomUUID } from 'node:crypto';
import type { RuleFacts } from './rule-condition.js';
import type { RuleHappening } from './rule-happening.js';
import type { Chain } from './rule-run.repository.js';
import type { RuleRun, RuleSet } from './rule-set.js';

/** A run that is to be done. */
export interface PlannedRun extends RuleRun {
  readonly id: string;
  readonly ticketId: string;
  readonly eventId: string;
  readonly chain: string;
  readonly depth: number;
  readonly place: number;
  /** As they are after it. */
  readonly facts: RuleFacts;
}

export interface PlanningFacts {
  readonly facts: ReadonlyMap<string, RuleFacts>;
  readonly chains: ReadonlyMap<string, Chain>;
  /** `ticket rule` → runs within the last hour. */
  readonly often: ReadonlyMap<string, number>;
}

/** Rules that answer rules that answer rules: so many, then it is no plan of anybody. */
export const MOST_DEPTH = 8;
/** Of one rule on one ticket within an hour; whatever drives it, it is cut. */
export const MOST_RUNS_AN_HOUR = 20;

/**
 * What rules want, happening by happening in order, each seeing what those before it changed. A rule runs once in a chain of causes; one that comes
 * too deep or too often is cut, and says so once. Pure but for the ids.
 */
export function planRuns(rules: RuleSet, happenings: readonly RuleHappening[], known: PlanningFacts): PlannedRun[] {
  const facts = new Map(known.facts);
  const often = new Map(known.often);
  const ran = new Map<string, Set<string>>();
  const planned: PlannedRun[] = [];
  for (const happening of happenings) {
    const { ticketId, id: eventId } = happening;
    const base = facts.get(ticketId);
    if (base === undefined) continue;
    const cause = known.chains.get(eventId) ?? { chain: happening.root, depth: 0, rules: [] };
    const place = `${ticketId} ${cause.chain}`;
    const before = ran.get(place) ?? new Set(cause.rules);
    ran.set(place, before);
    const { runs, facts: after } = rules.run(happening.event, { ...base, ...happening.facts }, before);
    if (runs.length > 0) facts.set(ticketId, { ...base, ...onlyTicket(after) });
    for (const run of runs) {
      before.add(run.rule);
      const times = (often.get(`${ticketId} ${run.rule}`) ?? 0) + 1;
      often.set(`${ticketId} ${run.rule}`, times);
      if (times > MOST_RUNS_AN_HOUR + 1) continue;
      const cut = findCut(cause.depth + 1, times);
      const whole = {
        ...run,
        id: randomUUID(),
        ticketId,
        eventId,
        chain: cause.chain,
        depth: cause.depth + 1,
        place: planned.length,
        facts: after,
      };
      planned.push(cut === null ? whole : { ...whole, actions: [], changes: {}, effects: {}, fault: cut });
    }
  }
  return planned;
}

function findCut(depth: number, times: number): string | null {
  if (depth > MOST_DEPTH) return `rules have answered rules ${MOST_DEPTH} times in a row; the chain was cut here`;
  return times > MOST_RUNS_AN_HOUR
    ? `it ran ${MOST_RUNS_AN_HOUR} times on this ticket within an hour; it waits until it was not for so long`
    : null;
}

/** What happened is of its moment; what rules changed of the ticket stays. */
function onlyTicket(facts: RuleFacts): RuleFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name.startsWith('ticket.')));
}
