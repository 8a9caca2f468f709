/** What is counted of a group's or a channel's open tickets. Waits in seconds. */
export interface OpenFigures {
  readonly open: number;
  readonly new: number;
  /** Ours to answer. */
  readonly waiting: number;
  readonly unassigned: number;
  readonly longestWaitS: number;
}

export interface AgentFigures {
  readonly id: string;
  readonly name: string;
  /** online, away, offline. */
  readonly state: string;
  readonly open: number;
  readonly answeredToday: number;
  readonly solvedToday: number;
}

/** Of who came to a branch in person. */
export interface BranchFigures extends OpenFigures {
  readonly key: string;
  readonly visitsToday: number;
}

export interface LiveFigures {
  readonly at: Date;
  readonly all: OpenFigures & {
    readonly inLine: number;
    readonly openedToday: number;
    readonly solvedToday: number;
    readonly lowScoresToday: number;
    /** Clocks that ran out and still run, and that will in a quarter of an hour. */
    readonly breached: number;
    readonly dueSoon: number;
    readonly agentsOnline: number;
    readonly agentsFree: number;
  };
  readonly groups: readonly (OpenFigures & { readonly key: string })[];
  readonly channels: readonly (OpenFigures & { readonly key: string })[];
  readonly branches: readonly BranchFigures[];
  readonly agents: readonly AgentFigures[];
}

export const NO_TICKETS: OpenFigures = { open: 0, new: 0, waiting: 0, unassigned: 0, longestWaitS: 0 };

export interface OpenRow extends OpenFigures {
  readonly group: string | null;
  readonly channel: string | null;
  readonly branch: string | null;
}

/** Rows put together by `key`; those without one are left out. */
export function sumBy(rows: readonly OpenRow[], key: (row: OpenRow) => string | null): (OpenFigures & { key: string })[] {
  const sums = new Map<string, OpenFigures>();
  for (const row of rows) {
    const name = key(row);
    if (name !== null) sums.set(name, add(sums.get(name) ?? NO_TICKETS, row));
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, figures]) => ({ key: name, ...figures }));
}

/** Every branch that the desk names, in its order, and behind them those that it names no more and that have something open. */
export function toBranches(
  named: readonly string[],
  rows: readonly OpenRow[],
  visits: readonly { readonly branch: string; readonly today: number }[],
): BranchFigures[] {
  const [open, today] = [
    new Map(sumBy(rows, ({ branch }) => branch).map((each) => [each.key, each])),
    new Map(visits.map((each) => [each.branch, each.today])),
  ];
  const keys = new Set([...named, ...open.keys()]);
  return [...keys].map((key) => ({ key, ...(open.get(key) ?? NO_TICKETS), visitsToday: today.get(key) ?? 0 }));
}

export function add(a: OpenFigures, b: OpenFigures): OpenFigures {
  return {
    open: a.open + b.open,
    new: a.new + b.new,
    waiting: a.waiting + b.waiting,
    unassigned: a.unassigned + b.unassigned,
    longestWaitS: Math.max(a.longestWaitS, b.longestWaitS),
  };
}
