import type { Answer } from '#page-kit';

export type Entry = Answer<'GET /entries/{id}'>;
export type Call = Extract<Entry['parts'][number], { type: 'call' }>['call'];

export function callOf({ parts }: Pick<Entry, 'parts'>): Call | null {
  return parts.flatMap((part) => (part.type === 'call' ? [part.call] : []))[0] ?? null;
}

const MISSED = new Set(['no_answer', 'busy', 'failed', 'rejected', 'abandoned_ivr', 'abandoned_queue', 'queue_timeout', 'voicemail']);

export function isMissed({ direction, outcome }: Call): boolean {
  return direction === 'inbound' && outcome !== undefined && MISSED.has(outcome);
}

/** Whom we speak with: who called, or who was called. */
export function otherSide({ direction, caller, callee }: Call): string | null {
  return direction === 'outbound' ? callee : caller;
}

export function stageOf({ endedAt, answeredAt }: Call): 'rings' | 'talking' | 'ended' {
  if (endedAt !== undefined) return 'ended';
  return answeredAt === undefined ? 'rings' : 'talking';
}
