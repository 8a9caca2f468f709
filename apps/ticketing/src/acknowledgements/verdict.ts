import type { NumberUntold } from '../tickets/ticket-draft.js';

/** What a message sets off by itself. */
export interface Verdict {
  /** One of a flood: kept out of every list of work, and moves no ticket. */
  readonly quarantined: boolean;
  /** It asks how a ticket stands, and is answered. */
  readonly answered?: true;
  /** Why its sender is not told the number by the other way that is set up. */
  readonly untold?: NumberUntold;
  readonly acknowledgement: 'none' | 'sent' | /** when a person lets it out of the quarantine */ 'held';
}

export const CALM: Verdict = { quarantined: false, acknowledgement: 'none' };
