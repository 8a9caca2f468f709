import type { CallRecord, MessagePart } from '#contracts';
import type { StoredMessage } from '../intake/intake-item.js';

const MINUTE_MS = 60_000;
/** How long a call is believed to go on after the last word of it: exchanges tell of each phone that rings, and of nothing while people speak. */
export const BELIEVED_MS = { rings: 10 * MINUTE_MS, talking: 240 * MINUTE_MS } as const;

export type CallStage = keyof typeof BELIEVED_MS;

/** What one state of a call says of phones: that these ring, that it goes on, that it is over; null: it is about no phone. */
export type CallWord = { readonly kind: 'rings'; readonly extensions: readonly string[] } | { readonly kind: 'goes on' | 'over' };

export function toCallWord({ parts, handling, revision }: Pick<StoredMessage, 'parts' | 'handling' | 'revision'>): CallWord | null {
  const call = callOf(parts);
  const rings = handling?.rings ?? [];
  if (call === null && rings.length === 0) return revision > 1 ? { kind: 'over' } : null;
  if (call !== null && isOver(call)) return { kind: 'over' };
  return rings.length > 0 ? { kind: 'rings', extensions: rings } : { kind: 'goes on' };
}

export interface KnownCall {
  /** All phones that rang, as far as they were told. */
  readonly extensions: readonly string[];
  /** Null: what rings has no record of a call. */
  readonly call: CallRecord | null;
  readonly toldAt: Date;
}

/** How this call stands for whose phone `extension` is; null: it is not his, or not believed any more. */
export function stageFor(extension: string, { extensions, call, toldAt }: KnownCall, now: Date): CallStage | null {
  if (!extensions.includes(extension) || (call !== null && isOver(call))) return null;
  const stage = call?.answeredAt === undefined ? 'rings' : 'talking';
  if (now.getTime() - toldAt.getTime() > BELIEVED_MS[stage]) return null;
  const takers = (call?.agents ?? []).filter((agent) => extensions.includes(agent));
  return stage === 'talking' && takers.length > 0 && !takers.includes(extension) ? null : stage;
}

export function callOf(parts: readonly MessagePart[]): CallRecord | null {
  return parts.flatMap((part) => (part.type === 'call' ? [part.call] : []))[0] ?? null;
}

function isOver({ endedAt, outcome }: CallRecord): boolean {
  return endedAt !== undefined || outcome !== undefined;
}
