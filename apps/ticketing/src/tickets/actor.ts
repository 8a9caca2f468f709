import type { RecordCode } from '#contracts';
import type { EntryAuthor, EntryRow } from './entry-row.js';

/** Who does something to a ticket. */
export interface Actor {
  readonly kind: 'agent' | 'rule' | 'bot' | 'system';
  /** Of an agent. */
  readonly id?: string;
  readonly displayName?: string;
}

export const HOUSE: Actor = { kind: 'system' };

export function toAuthor(actor: Actor): EntryAuthor {
  return {
    role: actor.kind === 'agent' ? 'agent' : actor.kind === 'bot' ? 'bot' : 'system',
    ...(actor.displayName === undefined ? {} : { displayName: actor.displayName }),
    ...(actor.id === undefined ? {} : { agentId: actor.id }),
  };
}

/** An entry that keeps the record of something done to a ticket. `code` and `data` are for programs, `text` for people. */
export function toRecordEntry(
  from: {
    id: string;
    ticketId: string;
    seq: number;
    direction: 'note' | 'system';
    actor: Actor;
    text: string;
    code?: RecordCode;
    data?: Record<string, unknown>;
  },
  now: Date,
): EntryRow {
  const at = now.toISOString();
  const { text } = from;
  const part =
    from.code === undefined
      ? ({ partId: '1', type: 'text', text, fallback: text } as const)
      : ({ partId: '1', type: 'system', code: from.code, data: from.data ?? {}, fallback: text } as const);
  return {
    id: from.id,
    ticketId: from.ticketId,
    seq: from.seq,
    direction: from.direction,
    channel: from.direction === 'note' ? 'note' : 'desk',
    inboxId: null,
    remoteMessageId: null,
    idempotencyKey: `desk:${from.id}`,
    occurredAt: at,
    receivedAt: at,
    revision: 1,
    folded: false,
    author: toAuthor(from.actor),
    plainText: text,
    newText: text,
    parts: [part],
    threading: null,
    delivery: null,
    flags: {},
    raw: null,
    replyContext: null,
  };
}
