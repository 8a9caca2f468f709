import type { HeldMessage } from '#contracts';

/**
 * What became of a delivery that we know. `quarantined`: an entry, kept from the agents' lists; `not_fetched`: an entry that says why the message was
 * not taken (too large, say); `erased`: it was an entry, and its person was taken out.
 */
export type Standing = 'ticketed' | 'duplicate' | 'quarantined' | 'not_fetched' | 'erased' | 'received' | 'parked' | 'dead_lettered';

export interface Count {
  /** A `Standing`, or the connector's own word for what it leaves where it lies. */
  readonly what: string;
  readonly count: number;
}

export interface Compared {
  /** All that lies on the remote. */
  readonly remote: number;
  /** Of these: known here, and what became of them; most first. */
  readonly here: readonly Count[];
  /** Of these: on the way to an entry. */
  readonly waiting: readonly Count[];
  /** Of these: not taken, on purpose. */
  readonly leftOut: readonly Count[];
  /** Of these: neither. Each should be here. */
  readonly missing: readonly HeldMessage[];
}

const WAITS: ReadonlySet<string> = new Set<Standing>(['received', 'parked', 'dead_lettered']);
/** Nothing is wrong yet: the connector has not come so far. */
const NOT_YET = 'not_yet';

/**
 * Pure: what a remote holds beside what we have. What we know of a delivery goes before what its connector says of it. Each message counts once, so
 * `remote` is the sum of the four others.
 */
export function compareHoldings(
  held: readonly HeldMessage[],
  leftOut: readonly { readonly because: string; readonly count: number }[],
  known: ReadonlyMap<string, Standing>,
): Compared {
  const [here, waiting, left] = [new Tally(), new Tally(), new Tally()];
  const missing: HeldMessage[] = [];
  const seen = new Set<string>();
  for (const message of held) {
    if (seen.has(message.ref)) continue;
    seen.add(message.ref);
    const standing = known.get(message.ref);
    if (standing !== undefined) (WAITS.has(standing) ? waiting : here).add(standing);
    else if (message.because === NOT_YET) waiting.add(NOT_YET);
    else if (message.because !== undefined) left.add(message.because);
    else missing.push(message);
  }
  for (const { because, count } of leftOut) left.add(because, count);
  const remote = here.sum + waiting.sum + left.sum + missing.length;
  return { remote, here: here.counts, waiting: waiting.counts, leftOut: left.counts, missing };
}

class Tally {
  private readonly byWord = new Map<string, number>();

  add(what: string, count = 1): void {
    this.byWord.set(what, (this.byWord.get(what) ?? 0) + count);
  }

  get sum(): number {
    return [...this.byWord.values()].reduce((sum, count) => sum + count, 0);
  }

  get counts(): Count[] {
    return [...this.byWord].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count);
  }
}
