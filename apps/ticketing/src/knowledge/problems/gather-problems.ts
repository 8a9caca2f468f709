import { isCharacter, toTerms } from '../words/to-terms.js';

export interface AskedTicket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly text: string;
  readonly category: string | null;
  readonly requestType: string | null;
}

/** Tickets that say much the same. */
export interface GatheredProblem {
  /** The subject that says most of what they share. */
  readonly name: string;
  readonly category: string | null;
  readonly tickets: readonly AskedTicket[];
  /** What they have in common, rarest first. */
  readonly terms: readonly string[];
}

const MOST_TERMS = 24;
/** So much of the rarer words of two tickets must be the same. */
const ALIKE = 0.34;
const MOST_LEADERS = 200;

/**
 * Groups tickets by their rarer words. Each joins the problem it is most like, whose first ticket stands for it; only those of one category
 * are compared. Linear but for words that many share.
 */
export function gatherProblems(tickets: readonly AskedTicket[], least: number): GatheredProblem[] {
  const terms = new Map(tickets.map((ticket) => [ticket.id, readTerms(ticket)]));
  const counts = new Map<string, number>();
  for (const set of terms.values()) for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weigh = (term: string) => Math.log(1 + tickets.length / counts.get(term)!);
  const leaders: { category: string | null; terms: Map<string, number>; weight: number; members: AskedTicket[] }[] = [];
  const byTerm = new Map<string, number[]>();
  for (const ticket of tickets) {
    // What nobody else says groups nothing.
    const own = [...terms.get(ticket.id)!].filter((term) => counts.get(term)! > 1).sort((a, b) => counts.get(a)! - counts.get(b)!);
    const kept = new Map(own.slice(0, MOST_TERMS).map((term) => [term, weigh(term)]));
    const weight = sum(kept.values());
    const near = new Map<number, number>();
    for (const [term, worth] of kept) for (const at of byTerm.get(term) ?? []) near.set(at, (near.get(at) ?? 0) + worth);
    let best = -1;
    let most = ALIKE;
    for (const [at, same] of near) {
      const leader = leaders[at]!;
      const alike = same / Math.min(leader.weight, weight);
      if (leader.category === ticket.category && alike >= most) [best, most] = [at, alike];
    }
    if (best >= 0) {
      leaders[best]!.members.push(ticket);
      continue;
    }
    if (kept.size === 0) continue;
    const at = leaders.push({ category: ticket.category, terms: kept, weight, members: [ticket] }) - 1;
    for (const term of kept.keys()) {
      const known = byTerm.get(term) ?? [];
      if (known.length < MOST_LEADERS) known.push(at);
      byTerm.set(term, known);
    }
  }
  return leaders
    .filter(({ members }) => members.length >= least)
    .map(({ category, members }) => describe(category, members, terms))
    .sort((one, other) => other.tickets.length - one.tickets.length || (one.name < other.name ? -1 : 1));
}

function describe(
  category: string | null,
  members: readonly AskedTicket[],
  terms: ReadonlyMap<string, ReadonlySet<string>>,
): GatheredProblem {
  const counts = new Map<string, number>();
  for (const { id } of members) for (const term of terms.get(id)!) counts.set(term, (counts.get(term) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count * 2 > members.length).sort((one, other) => other[1] - one[1]);
  const worth = (subject: string) =>
    sum([...new Set(toTerms(subject))].map((term) => counts.get(term) ?? 0)) / (6 + toTerms(subject).length);
  const [first] = [...members].sort((one, other) => worth(other.subject) - worth(one.subject));
  return { name: first!.subject, category, tickets: members, terms: shared.slice(0, 8).map(([term]) => term) };
}

function readTerms({ subject, text }: AskedTicket): Set<string> {
  return new Set(toTerms(`${subject}\n${text.slice(0, 400)}`).filter((term) => !isCharacter(term) && !/^\d+$/.test(term)));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
