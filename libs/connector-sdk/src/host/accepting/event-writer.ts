import { MAX_ROW_BYTES, type BlobStore, type StagedBlob } from '#blob-store';
import {
  MAX_EVENT_BYTES,
  Topics,
  type BlobRef,
  type Envelope,
  type EventInput,
  type EventId,
  type InboundMessage,
  type TerseMessage,
  toWholeMessage,
  type InboxRef,
} from '#contracts';
import { PermanentError, type Clock } from '#runtime';
import { hash } from 'node:crypto';
import type { InboundEventType } from '../../connector.js';
import { isWritten, readEvent, toTerse, type EventHead, type WrittenEvent } from '../../writing/written-event.js';
import type { Acceptable } from './acceptance.js';
import { fitMessage } from './event-size.js';
import { isWritable, toWritableJson } from './writable-json.js';

/** Makes a connector's event ready for the log: envelope, size, and its bytes staged. */
export class EventWriter {
  /** What a connector described and is about to hand over, so that no byte is hashed twice. */
  private readonly described = new WeakMap<Buffer, { ref: BlobRef; sha256: string; bytes: number }>();

  constructor(
    private readonly blobStore: BlobStore,
    private readonly clock: Clock,
  ) {}

  describe(content: Buffer): { ref: BlobRef; sha256: string; bytes: number } {
    const known = this.described.get(content);
    if (known !== undefined) return known;
    const sha256 = hash('sha256', content, 'hex');
    const described = { ref: `sha256:${sha256}` as BlobRef, sha256, bytes: content.length };
    this.described.set(content, described);
    return described;
  }

  /** A promise only when bytes have to be written outside rows first. */
  write<T extends InboundEventType>(
    head: EventHead<T>,
    event: EventInput<T> | WrittenEvent<T>,
    about: { inbox: InboxRef; traceparent: string; blobs: readonly Buffer[] },
  ): Acceptable | Promise<Acceptable> {
    const blobs = [...about.blobs];
    const attributes = toAttributes(head, about.inbox, this.clock.now(), about.traceparent);
    let { envelope, json } = wrapEvent(attributes, event, head.type);
    if (isTooLarge(json)) {
      const { data, ...around } = envelope;
      envelope = { ...around, data: this.fit(head.type, data, (body) => ({ ...around, data: body }), blobs) };
      json = JSON.stringify(envelope);
    }
    const record = { topic: Topics.inboundMessages, key: envelope.subject, envelope, json };
    const blobBytes = blobs.reduce((sum, blob) => sum + blob.length, 0);
    const acceptable = (staged: readonly StagedBlob[]) => ({ record, blobs: staged, bytes: json.length + blobBytes });
    const rows = this.stageRows(blobs);
    return rows === null ? this.stageAll(blobs).then(acceptable) : acceptable(rows);
  }

  private fit<T extends InboundEventType>(
    type: T,
    data: EventInput<T>,
    wrap: (body: EventInput<T>) => Envelope,
    blobs: Buffer[],
  ): EventInput<T> {
    if (type !== 'message.received.v1' && type !== 'message.edited.v1')
      throw new PermanentError(`Event ${type} has more than ${MAX_EVENT_BYTES} bytes`, {
        code: 'event_too_large',
        hint: 'The connector must send less.',
      });
    const shorten = (message: InboundMessage) => toTerse(type, message as EventInput<T>);
    const sizeOf = (message: InboundMessage) => Buffer.byteLength(JSON.stringify(wrap(shorten(message))));
    const spill = (text: string) => {
      const content = Buffer.from(text, 'utf8');
      blobs.push(content);
      return this.describe(content).ref;
    };
    // A preview of the plain text must not become that of what repeats it.
    return shorten(fitMessage(toWholeMessage(data as TerseMessage), sizeOf, spill));
  }

  private stageRows(blobs: readonly Buffer[]): StagedBlob[] | null {
    if (blobs.some((blob) => blob.length > MAX_ROW_BYTES)) return null;
    return blobs.map((content) => ({ ...this.describe(content), content }));
  }

  private async stageAll(blobs: readonly Buffer[]): Promise<StagedBlob[]> {
    const staged = await Promise.all(blobs.map((content) => this.blobStore.stage(content)));
    return staged.flatMap((one) => (one.staged === null ? [] : [one.staged]));
  }
}

/** The envelope without what is in it. */
type Attributes = Omit<Envelope, 'data'> & { readonly subject: string };

function toAttributes(head: EventHead, inbox: InboxRef, now: Date, traceparent: string): Attributes {
  return {
    specversion: '1.0',
    id: head.id as EventId,
    source: `/inboxes/${inbox.id}`,
    type: head.type,
    time: now.toISOString(),
    subject: head.conversationKey,
    datacontenttype: 'application/json',
    traceparent,
  };
}

interface Wrapped<T extends InboundEventType> {
  readonly envelope: Attributes & { readonly data: EventInput<T> };
  readonly json: string;
}

/** What is written already is not written again, nor read, unless somebody asks the envelope for it. */
function wrapEvent<T extends InboundEventType>(attributes: Attributes, event: EventInput<T> | WrittenEvent<T>, type: T): Wrapped<T> {
  if (!isWritten(event)) return toWritable(attributes, toTerse(type, event));
  if (!isWritable(event.json)) return toWritable(attributes, readEvent(event) as EventInput<T>);
  const json = `${JSON.stringify(attributes).slice(0, -1)},"data":${event.json}}`;
  let data: EventInput<T> | undefined;
  const envelope = {
    ...attributes,
    get data() {
      return (data ??= readEvent(event) as EventInput<T>);
    },
  };
  return { envelope, json };
}

function toWritable<T extends InboundEventType>(attributes: Attributes, data: EventInput<T>): Wrapped<T> {
  const { value: envelope, json } = toWritableJson({ ...attributes, data });
  return { envelope, json };
}

/** Characters bound bytes from below, three times as many from above: only what lies between is counted. */
function isTooLarge(json: string): boolean {
  if (json.length > MAX_EVENT_BYTES) return true;
  return json.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(json) > MAX_EVENT_BYTES;
}
