import type { Entry } from '../entry.js';

/** What is known of a thread, oldest first; `older` leads on to what is before it, null at its beginning. */
export interface KnownEntries {
  readonly entries: readonly Entry[];
  readonly older: string | null;
}

/** Brings entries into what is known: each once, its newest state, in the order of the thread. */
export function mergeEntries(known: readonly Entry[], come: readonly Entry[]): readonly Entry[] {
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of come) {
    const had = byId.get(entry.id);
    if (had === undefined || had.revision <= entry.revision) byId.set(entry.id, entry);
  }
  return [...byId.values()].sort((one, other) => one.seq - other.seq);
}

export function lastSeq(known: readonly Entry[]): number {
  return known.at(-1)?.seq ?? 0;
}

/** Entries that came while the reader was elsewhere in the thread: what another person wrote, not what the desk noted. */
export function countNew(known: readonly Entry[], readSeq: number, me: string): number {
  return known.filter(({ seq, direction, author }) => seq > readSeq && direction !== 'system' && author.agentId !== me).length;
}
