import { isDeepStrictEqual } from 'node:util';
import { EventSchemas, type EventData, type EventInput, type InboxRef } from '#contracts';
import { PermanentError } from '#runtime';
import type { InboundEventType } from '../../connector.js';
import { headOf, isWritten, readEvent, type EventHead, type WrittenEvent } from '../../writing/written-event.js';

/** `full` runs the contract's schema; `shape` looks at what routing, deduplication and reading rest on. */
export type EventValidation = 'shape' | 'full';

/**
 * Gives what the host must know of the event. Throws `PermanentError` (`event_invalid`) that names the first (shape) or every (full) fault: the
 * connector has a bug. Of a written event `shape` takes the word of who wrote it, who looked; `full` reads it.
 */
export function checkEvent<T extends InboundEventType>(
  type: T,
  event: EventInput<T> | WrittenEvent<T>,
  inbox: InboxRef,
  validation: EventValidation,
): EventHead<T> {
  const head = isWritten(event) ? event.head : headOf(type, event);
  const faults = [...head.faults];
  if (faults.length === 0 && head.inboxId !== inbox.id) faults.push(`inbox.id: is not ${inbox.id}`);
  if (head.type !== type) faults.push(`type: was written as ${head.type}`);
  if (faults.length === 0 && validation === 'full') faults.push(...findFaults(type, event, head));
  if (faults.length === 0) return head;
  throw new PermanentError(`Event ${type} of inbox ${inbox.id} breaks its contract: ${faults.slice(0, 5).join('; ')}`, {
    code: 'event_invalid',
    hint: 'This is a fault of the connector: report it to its maker with these words.',
    fields: { inboxId: inbox.id, type, faults },
  });
}

function findFaults<T extends InboundEventType>(type: T, event: EventInput<T> | WrittenEvent<T>, head: EventHead<T>): string[] {
  const data = isWritten(event) ? (readEvent(event) as EventInput<T>) : event;
  const faults = isWritten(event) && !isDeepStrictEqual(headOf(type, data), head) ? ['head: is not that of the event'] : [];
  const parsed = EventSchemas[type].safeParse(data);
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  else faults.push(...findKeyFaults(type, parsed.data as EventData<T>));
  return faults;
}

/** What tells about a message has the message's key and this at its end: another end would be a message of its own. */
const ENDINGS: { readonly [T in InboundEventType]?: (data: EventData<T>) => string } = {
  'message.edited.v1': ({ revision }) => `:r${revision}`,
  'message.recalled.v1': () => ':x',
  'media.ready.v1': ({ partId, media }) => `:m:${partId}:${media.state}`,
};

function findKeyFaults<T extends InboundEventType>(type: T, data: EventData<T>): string[] {
  const ending = ENDINGS[type]?.(data);
  if (ending === undefined || data.idempotencyKey.endsWith(ending)) return [];
  return [`idempotencyKey: ends in \`${ending}\`, after the key of the message that it is about`];
}
