import type { Move } from '../moves/move.js';

const PATHS = { move: 'moves', merge: 'merges', split: 'splits' } as const;

/** A move as clients see it, with what to DELETE to undo it. */
export function toMoveView({ id, kind, fromTicket, toTicket, entryIds, actor, madeAt, undoneAt }: Move) {
  const href = `/api/v1/tickets/${fromTicket}/${PATHS[kind]}/${id}`;
  return { id, kind, fromTicket, toTicket, entryIds, actor, madeAt, undoneAt, href };
}
