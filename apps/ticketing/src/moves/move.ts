import type { Actor } from '../tickets/actor.js';
import type { TicketStatus } from '../tickets/ticket-state.js';

/** What must be put back when a move is undone. */
export interface MoveDetails {
  /** Entry → its place in the ticket it came from. */
  readonly seqs: Readonly<Record<string, number>>;
  /** People who came to the other ticket by this move. */
  readonly people: readonly string[];
  /** Conversations that go on in the other ticket since. */
  readonly conversations: readonly { readonly inboxId: string; readonly key: string }[];
  /** Of a merge: status of the ticket before, and tickets merged into it earlier, which lead on. */
  readonly status?: TicketStatus;
  readonly led?: readonly string[];
}

/** A change of where entries belong, as it was made. */
export interface Move {
  readonly id: string;
  readonly kind: 'move' | 'merge' | 'split';
  readonly fromTicket: string;
  readonly toTicket: string;
  readonly entryIds: readonly string[];
  readonly actor: Actor;
  readonly madeAt: Date;
  readonly undoneAt: Date | null;
}

export interface StoredMove extends Move {
  readonly details: MoveDetails;
}
