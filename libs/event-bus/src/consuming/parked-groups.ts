import type { ConsumedRecord } from '../port.js';
import type { ClaimedLane } from './parked.repository.js';

/** Lanes claimed together: one controller ends the work on all when the lease of one is lost. */
export interface Group {
  readonly lanes: Set<string>;
  readonly controller: AbortController;
  /** When the newest lease that is known to be had was asked for. */
  leasedAt: number;
}

export type FilledLane = ClaimedLane & { readonly first: ConsumedRecord };

/**
 * What goes into one call: one lane a key, the one with its earliest record. Beside a key's own lane there may be those of its replayed dead
 * letters, and what is behind a failed record stays untouched.
 */
export function pickJoint(claimed: readonly ClaimedLane[]): FilledLane[] {
  const byKey = new Map<string, FilledLane>();
  for (const lane of claimed) {
    if (!isFilled(lane)) continue;
    const other = byKey.get(lane.first.key);
    if (other === undefined || BigInt(lane.first.offset) < BigInt(other.first.offset)) byKey.set(lane.first.key, lane);
  }
  return [...byKey.values()];
}

function isFilled(lane: ClaimedLane): lane is FilledLane {
  return lane.first !== null;
}
