import { EventSchemas, type EventInput, type InboxRef } from '#contracts';
import { PermanentError } from '#runtime';
import type { InboundEventType } from '../../connector.js';

/** `full` runs the contract's schema; `shape` looks at what routing, deduplication and reading rest on. */
export type EventValidation = 'shape' | 'full';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BLOB_REF = /^sha256:[0-9a-f]{64}$/;
const MAX_CHARACTERS = 65_536;
const MAX_PARTS = 32;

/** Throws `PermanentError` (`event_invalid`) that names the first (shape) or every (full) fault: the connector has a bug. */
export function checkEvent<T extends InboundEventType>(type: T, data: EventInput<T>, inbox: InboxRef, validation: EventValidation): void {
  const faults = findShapeFaults(type, data, inbox);
  if (faults.length === 0 && validation === 'full') {
    const parsed = EventSchemas[type].safeParse(data);
    if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  if (faults.length === 0) return;
  throw new PermanentError(`Event ${type} of inbox ${inbox.id} breaks its contract: ${faults.slice(0, 5).join('; ')}`, {
    code: 'event_invalid',
    hint: 'This is a fault of the connector: report it to its maker with these words.',
    fields: { inboxId: inbox.id, type, faults },
  });
}

/** The conversation key decides partition and order. */
export function keyOfEvent<T extends InboundEventType>(data: EventInput<T>): string {
  return 'conversation' in data ? data.conversation.key : data.conversationKey;
}

function findShapeFaults<T extends InboundEventType>(type: T, data: EventInput<T>, inbox: InboxRef): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  if (data === null || typeof data !== 'object') return ['data: no object'];
  expect(typeof data.id === 'string' && UUID.test(data.id), 'id: no lower-case uuid');
  expect(isText(data.idempotencyKey, 256), 'idempotencyKey: 1 to 256 characters');
  expect(data.inbox?.id === inbox.id, `inbox.id: is not ${inbox.id}`);
  expect(isTime(data.receivedAt), 'receivedAt: no UTC time');
  if (type !== 'message.received.v1' && type !== 'message.edited.v1') {
    expect('conversationKey' in data && isText(data.conversationKey, 512), 'conversationKey: 1 to 512 characters');
    return faults;
  }
  const message = data as EventInput<'message.received.v1'>;
  expect(isText(message.conversation?.key, 512), 'conversation.key: 1 to 512 characters');
  expect(isText(message.remoteMessageId, 998), 'remoteMessageId: 1 to 998 characters');
  expect(isText(message.deliveryId, 256), 'deliveryId: 1 to 256 characters');
  expect(Number.isInteger(message.revision) && message.revision >= 1, 'revision: an integer from 1');
  expect(isTime(message.occurredAt), 'occurredAt: no UTC time');
  expect((message.sender?.identities?.length ?? 0) > 0, 'sender.identities: at least one');
  expect(typeof message.raw?.ref === 'string' && BLOB_REF.test(message.raw.ref), 'raw.ref: no blob reference');
  expect(isShort(message.plainText) && isShort(message.newText ?? ''), `plainText, newText: at most ${MAX_CHARACTERS} characters`);
  expect(message.parts?.length >= 1 && message.parts.length <= MAX_PARTS, `parts: 1 to ${MAX_PARTS}`);
  for (const [index, part] of (message.parts ?? []).entries())
    expect(isText(part.partId, 64) && isText(part.type, 40) && isShort(part.fallback ?? ''), `parts.${index}: partId, type or fallback`);
  return faults;
}

function isText(value: unknown, max: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= max;
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_CHARACTERS;
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && value.endsWith('Z') && value.length >= 20;
}
