import type { Escalation } from './escalation.repository.js';

/** Where a ticket is. */
interface Place {
  readonly group: string | null;
  readonly level: number | null;
}

/** `undone`: it was taken back already · `covered`: a later one stands, or the ticket is no more where it went. */
export type UndoRefusal = 'unknown' | 'undone' | 'covered';

/** Whether an escalation may be taken back: the last of a ticket's (`all`, oldest first) that still stands, while the ticket is where it went. Pure. */
export function judgeUndo<E extends Pick<Escalation, 'id' | 'undoneAt' | 'toGroup' | 'toLevel'>>(
  all: readonly E[],
  id: string,
  now: Place,
): E | UndoRefusal {
  const made = all.find((each) => each.id === id);
  if (made === undefined) return 'unknown';
  if (made.undoneAt !== null) return 'undone';
  const last = all.filter(({ undoneAt }) => undoneAt === null).at(-1);
  return last === made && now.group === made.toGroup && now.level === made.toLevel ? made : 'covered';
}
