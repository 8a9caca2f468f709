import type { ClockKind, ClockStopper } from '../../desk/schema/targets.js';

/** The customer asked. Times in milliseconds since 1970 UTC. */
export interface Asked {
  readonly entryId: string;
  readonly at: number;
  readonly channel: string | null;
  readonly ivr: readonly string[];
}

/** Somebody of ours was in touch with him. */
export interface Acted {
  readonly entryId: string;
  readonly at: number;
  readonly by: ClockStopper;
}

export interface ThreadItem {
  readonly entryId: string;
  readonly asked: Asked | null;
  readonly acted: Acted | null;
}

/** From a question to its answer; later questions meanwhile are the same waiting. */
export interface WaitingRound {
  readonly kind: Extract<ClockKind, 'response' | 'nextResponse'>;
  readonly asked: Asked;
  /** Null: he waits. */
  readonly answer: { readonly entryId: string | null; readonly at: number } | null;
}

export interface RoundRules {
  /** What ends the waiting of a round. */
  stops(kind: WaitingRound['kind'], asked: Asked): readonly ClockStopper[];
  /** What is known of a question's end besides the thread: answered in another ticket, or no longer waited for (`over`); null: nothing. */
  endOf(kind: WaitingRound['kind'], asked: Asked): { readonly entryId: string | null; readonly at: number } | 'over' | null;
}

/** Who waited in a thread, from when to when. Its items stand in the order of the thread. Pure. */
export function findRounds(thread: readonly ThreadItem[], rules: RoundRules): WaitingRound[] {
  const rounds: WaitingRound[] = [];
  let waiting = null as WaitingRound | null;
  let first = true;
  for (const { asked, acted } of thread) {
    if (asked !== null) {
      const kind = first ? 'response' : 'nextResponse';
      first = false;
      const end = rules.endOf(kind, asked);
      if (end !== null) {
        if (end !== 'over') rounds.push({ kind, asked, answer: end });
      } else if (waiting === null) waiting = { kind, asked, answer: null };
      // He came into the thread later, and has waited for longer.
      else if (asked.at < waiting.asked.at) waiting = { ...waiting, asked };
    }
    if (acted === null || waiting === null || acted.at < waiting.asked.at) continue;
    if (!rules.stops(waiting.kind, waiting.asked).includes(acted.by)) continue;
    rounds.push({ ...waiting, answer: { entryId: acted.entryId, at: acted.at } });
    waiting = null;
  }
  return waiting === null ? rounds : [...rounds, waiting];
}
