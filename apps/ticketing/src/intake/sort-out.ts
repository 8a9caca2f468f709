import type { MessagePart } from '#contracts';
import { PermanentError } from '#runtime';
import type { Delivery } from '../tickets/entry.repository.js';
import type { ChangeItem, EntryChange, IntakeItem, MessageItem, StoredMessage } from './intake-item.js';

/** What there is already of an entry. */
export interface KnownEntry {
  readonly ticketId: string;
  readonly id: string;
  readonly revision: number;
  /** Who wrote it is not known. */
  readonly nameless: boolean;
}

/** A batch by what is to be done. */
export interface SortedItems {
  /** Entries to be, in order, each once, with all that this batch knows of them. */
  readonly fresh: readonly MessageItem[];
  /** Newer states of entries that exist, the newest of each. */
  readonly revisions: readonly MessageItem[];
  /** Changes of entries that exist. */
  readonly changes: readonly ChangeItem[];
  /** Deliveries of what is an entry already, or becomes one in this batch. */
  readonly repeated: readonly Delivery[];
}

/**
 * Tells new messages from second deliveries and changes. Pure. A change of a message that never became an entry cannot be applied: it
 * throws `PermanentError` (`entry_unknown`), for the message itself lies in the dead letters.
 */
export function sortOut(items: readonly IntakeItem[], known: ReadonlyMap<string, KnownEntry>): SortedItems {
  const fresh = new Map<string, MessageItem>();
  const revisions = new Map<string, MessageItem>();
  const changes: ChangeItem[] = [];
  const repeated: Delivery[] = [];
  for (const item of items) {
    if (item.kind === 'change') {
      const own = fresh.get(item.entryId);
      if (own !== undefined) fresh.set(item.entryId, { ...own, message: changeMessage(own.message, item.change) });
      else if (known.has(item.entryId)) changes.push(item);
      else throw unknownEntry(item);
      continue;
    }
    const { message } = item;
    const stored = fresh.get(message.id)?.message ?? revisions.get(message.id)?.message ?? known.get(message.id);
    if (stored === undefined) fresh.set(message.id, item);
    else if (message.revision <= stored.revision) repeated.push(toDelivery(message));
    else if (fresh.has(message.id)) fresh.set(message.id, item);
    else revisions.set(message.id, item);
  }
  return { fresh: [...fresh.values()], revisions: [...revisions.values()], changes, repeated };
}

export function toDelivery(message: StoredMessage): Delivery {
  return {
    entryId: message.id,
    deliveryId: message.deliveryId,
    inboxId: message.inbox.id,
    remoteMessageId: message.remoteMessageId,
    receivedAt: message.receivedAt,
  };
}

function changeMessage(message: StoredMessage, change: EntryChange): StoredMessage {
  if (change.type === 'recalled') return { ...message, extras: { ...message.extras, recalledAt: change.at } };
  return { ...message, parts: withMedia(message.parts, change) };
}

/** Parts after the bytes of one of them came, or never will. A part that has its bytes keeps them. */
export function withMedia(parts: readonly MessagePart[], change: EntryChange & { type: 'media' }): MessagePart[] {
  return parts.map((part) => {
    if (part.partId !== change.partId || !('media' in part) || part.media?.state === 'stored') return part;
    return { ...part, media: { ...part.media, ...change.media } };
  });
}

function unknownEntry(item: ChangeItem): PermanentError {
  return new PermanentError(`a ${item.change.type} change names entry ${item.entryId}, which does not exist`, {
    code: 'entry_unknown',
    hint: 'its message is probably a dead letter: replay that first, then this',
  });
}
