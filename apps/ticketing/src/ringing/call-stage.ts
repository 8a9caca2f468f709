import type { CallRecord, MessagePart } from '#contracts';
import type { StoredMessage } from '../intake/intake-item.js';

const MINUTE_MS = 60_000;
/** How long a call is believed to go on after the last word of it: exchanges tell of each phone that rings, and of nothing while people speak. */
export const BELIEVED_MS = { rings: 10 * MINUTE_MS, talking: 240 * MINUTE_MS } as const;

export type CallStage = keyof typeof BELIEVED_MS;

/** What one state of a call says of phones: that these ring, that it waits, that it is spoken, that it is over; null: it is about no phone. */
export type CallWord = { readonly kind: 'rings'; readonly extensions: readonly string[] } | { readonly kind: 'waits' | 'spoken' | 'over' };

export function toCallWord({ parts, handling, revision }: Pick<StoredMessage, 'parts' | 'handling' | 'revision'>): CallWord | null {
  const call = callOf(parts);
  const rings = handling?.rings ?? [];
  if (call === null && rings.length === 0) return revision > 1 ? { kind: 'over' } : null;
  if (call !== null && isOver(call)) return { kind: 'over' };
  if (rings.length > 0) return { kind: 'rings', extensions: rings };
  return { kind: call?.answeredAt === undefined ? 'waits' : 'spoken' };
}

export interface KnownCall {
  /** All phones that rang, as far as they were told. */
  readonly extensions: readonly string[];
  /** Those that ring now; once it is taken, of those to whom it is handed over. */
  readonly rings: readonly string[];
  /** Null: what rings has no record of a call. */
  readonly call: CallRecord | null;
  readonly toldAt: Date;
}

/** How this call stands for whose phone `extension` is; null: it is not his, or not believed any more. */
export function stageFor(extension: string, known: KnownCall, now: Date): CallStage | null {
  const stage = findStage(extension, known);
  return stage === null || now.getTime() - known.toldAt.getTime() > BELIEVED_MS[stage] ? null : stage;
}

function findStage(extension: string, { extensions, rings, call }: KnownCall): CallStage | null {
  if (call !== null && isOver(call)) return null;
  if (rings.includes(extension)) return 'rings';
  if (call?.answeredAt === undefined || !extensions.includes(extension)) return null;
  // Who took it last speaks.
  const taker = call.agents.findLast((agent) => extensions.includes(agent));
  return taker === undefined || taker === extension ? 'talking' : null;
}

export function callOf(parts: readonly MessagePart[]): CallRecord | null {
  return parts.flatMap((part) => (part.type === 'call' ? [part.call] : []))[0] ?? null;
}

function isOver({ endedAt, outcome }: CallRecord): boolean {
  return endedAt !== undefined || outcome !== undefined;
}
