import type { ChatLine } from '#contracts';

/** How a conversation stands, read from its lines. */
export interface Standing {
  /** In the line for a person: the last place that was told. */
  readonly queued: { readonly position?: number; readonly estimateMs?: number } | null;
  /** Who speaks for the desk now. */
  readonly with: { readonly kind: 'agent' | 'bot'; readonly name?: string } | null;
  /** The line that asks for a rating, while none was given. */
  readonly ratingAsked: number | null;
}

export function standingOf(lines: readonly ChatLine[]): Standing {
  let queued: Standing['queued'] = null;
  let speaker: Standing['with'] = null;
  let ratingAsked: number | null = null;
  for (const { seq, from, name, state, event } of lines) {
    if (state?.is === 'queued') queued = state;
    else if (state?.is === 'joined') speaker = { kind: 'agent', ...(state.agentName === undefined ? {} : { name: state.agentName }) };
    else if (state?.is === 'rating_asked') ratingAsked = seq;
    else if (event?.name === 'chat.rated') ratingAsked = null;
    if (from === 'bot' || from === 'agent') speaker = { kind: from, ...(name === undefined ? {} : { name }) };
    if (state?.is === 'joined' || state?.is === 'ended' || event?.name === 'chat.ended' || from === 'agent') queued = null;
    if (state?.is === 'ended' || event?.name === 'chat.ended') speaker = null;
  }
  return { queued, with: speaker, ratingAsked };
}
