import type { EventInput } from '#contracts';
import type { InboundEventType } from '../connector.js';

/** Of what routing, deduplication and reading rest on; without the schemas, so that a process that only converts need not load them. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BLOB_REF = /^sha256:[0-9a-f]{64}$/;
const MAX_CHARACTERS = 65_536;
const MAX_PARTS = 32;

/** The conversation key decides partition and order. */
export function keyOfEvent<T extends InboundEventType>(data: EventInput<T>): string {
  return 'conversation' in data ? data.conversation.key : data.conversationKey;
}

/** In words; empty for an event that has the shape of its type. Whatever `data` is, it does not throw. */
export function findShapeFaults<T extends InboundEventType>(type: T, data: EventInput<T>): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  if (data === null || typeof data !== 'object') return ['data: no object'];
  expect(typeof data.id === 'string' && UUID.test(data.id), 'id: no lower-case uuid');
  expect(isText(data.idempotencyKey, 256), 'idempotencyKey: 1 to 256 characters');
  expect(isText(data.inbox?.id, 64), 'inbox.id: 1 to 64 characters');
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
  const parts: unknown = message.parts;
  if (!Array.isArray(parts) || parts.length < 1 || parts.length > MAX_PARTS) return [...faults, `parts: 1 to ${MAX_PARTS}`];
  for (const [index, part] of (parts as (Record<string, unknown> | null)[]).entries())
    expect(
      isText(part?.['partId'], 64) && isText(part?.['type'], 40) && isShort(part?.['fallback'] ?? ''),
      `parts.${index}: partId, type or fallback`,
    );
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
