import type { Passing } from '#page-kit';

export interface Somebody {
  readonly agentId: string;
  readonly name: string;
  readonly typing: boolean;
  /** He is gone then, unless he tells again. */
  readonly until: number;
}

const TOLD_EVERY_MS = 20_000;
const TYPING_MS = 6_000;

/** Who of the others looks, after what the stream told; the same list where it was about something else. */
export function hearViewer(
  known: readonly Somebody[],
  passing: Passing,
  { ticketId, me, now }: { ticketId: string; me: string; now: number },
) {
  const viewer = passing['viewer'] as (Partial<Omit<Somebody, 'until'>> & { ticketId?: string; expiresInMs?: number }) | undefined;
  if (viewer?.ticketId !== ticketId || viewer.agentId === undefined || viewer.agentId === me) return known;
  const others = known.filter(({ agentId }) => agentId !== viewer.agentId);
  if (viewer.expiresInMs === 0) return others;
  const until = now + (viewer.expiresInMs ?? TOLD_EVERY_MS);
  return [...others, { agentId: viewer.agentId, name: viewer.name ?? '', typing: viewer.typing === true, until }];
}

/** Until when the customer of a ticket types by what the stream tells; 0: he stopped; null: it is of somebody else. */
export function typingUntil(passing: Passing, ticketId: string, now: number): number | null {
  const typing = passing['typing'] as { readonly ticketId?: string; readonly on?: boolean; readonly expiresInMs?: number } | undefined;
  if (typing?.ticketId !== ticketId) return null;
  return typing.on === true ? now + (typing.expiresInMs ?? TYPING_MS) : 0;
}
