import {
  ContactEvent,
  eventIdOf,
  InboundMessage,
  InboxGap,
  MediaReady,
  MessageParked,
  MessageRecalled,
  TerseMessage,
  toWholeMessage,
} from '#contracts';
import type { ConsumedRecord } from '#event-bus';
import { PermanentError } from '#runtime';
import type { z } from 'zod';
import { toStorable } from '../tickets/storable.js';
import { compileAcceptor } from './acceptor.js';
import type { IntakeItem, StoredMessage } from './intake-item.js';
import { fromContactEvent, fromGap, fromParked, fromUnknown, UnknownEvent } from './system-messages.js';

/** Reads records of `inbound-messages`. Throws `PermanentError` (`event_invalid`) for one that breaks its contract. */
export function readRecords(records: readonly ConsumedRecord[], traceparents?: readonly string[]): IntakeItem[] {
  return records.map((record, index) => readRecord(record, traceparents?.[index] ?? record.envelope.traceparent));
}

function readRecord(record: ConsumedRecord, traceparent: string | undefined): IntakeItem {
  const { type } = record.envelope;
  switch (type) {
    case 'message.received.v1':
    case 'message.edited.v1':
      return toItem(record, fromMessage(parseMessage(record)), traceparent);
    case 'message.recalled.v1': {
      const data = parse(MessageRecalled, record);
      return { kind: 'change', entryId: entryIdOf(data), change: { type: 'recalled', at: data.occurredAt }, traceparent };
    }
    case 'media.ready.v1': {
      const data = parse(MediaReady, record);
      const change = { type: 'media', partId: data.partId, media: data.media } as const;
      return { kind: 'change', entryId: entryIdOf(data), change, traceparent };
    }
    case 'message.parked.v1':
      return toItem(record, fromParked(parse(MessageParked, record)), traceparent);
    case 'contact.event.v1':
      return toItem(record, fromContactEvent(parse(ContactEvent, record)), traceparent);
    case 'inbox.gap.v1':
      return toItem(record, fromGap(parse(InboxGap, record)), traceparent);
    default:
      return toItem(record, fromUnknown(type, parse(UnknownEvent, record)), traceparent);
  }
}

function toItem(record: ConsumedRecord, message: StoredMessage, traceparent: string | undefined): IntakeItem {
  return { kind: 'message', message, traceparent, replayed: record.replayed };
}

function fromMessage(data: InboundMessage): StoredMessage {
  return data.revision === 1 ? data : { ...data, id: entryIdOf(data), idempotencyKey: baseKeyOf(data.idempotencyKey) };
}

const accepts = compileAcceptor(TerseMessage);

/** Nearly every message is as it should be: what is surely so need not be taken apart and put together again by its schema. */
function parseMessage(record: ConsumedRecord): InboundMessage {
  const { data } = record.envelope;
  return accepts(data) ? vouch(toWholeMessage(data as TerseMessage), record) : parse(InboundMessage, record);
}

function parse<S extends z.ZodType<{ id: string; idempotencyKey: string }>>(schema: S, record: ConsumedRecord): z.infer<S> {
  const result = schema.safeParse(record.envelope.data);
  if (!result.success) throw invalid(record, result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).slice(0, 5));
  return toStorable(vouch(result.data, record));
}

/** The unique constraint stands on the id, so the id must be what the key says. */
function vouch<T extends { id: string; idempotencyKey: string }>(data: T, record: ConsumedRecord): T {
  if (eventIdOf(data.idempotencyKey) !== data.id) throw invalid(record, ['id: is not derived from idempotencyKey']);
  return data;
}

function invalid(record: ConsumedRecord, faults: readonly string[]): PermanentError {
  return new PermanentError(
    `${record.envelope.type} at ${record.topic}/${record.partition}@${record.offset} breaks its contract: ${faults.join('; ')}`,
    {
      code: 'event_invalid',
      hint: 'the connector that sent it must be mended; then replay the record',
      fields: { faults, source: record.envelope.source },
    },
  );
}

/** Suffixes of keys that tell about a message: `:r2` a revision, `:m:<part>:<state>` its media, `:x` its recall. */
const ABOUT = /:(?:r\d+|x|m:.+:[a-z]+)$/;

function baseKeyOf(idempotencyKey: string): string {
  return idempotencyKey.replace(ABOUT, '');
}

/** Id of the entry that an event about a message means. */
function entryIdOf(data: { idempotencyKey: string }): InboundMessage['id'] {
  return eventIdOf(baseKeyOf(data.idempotencyKey));
}
