import { describe, expect, it } from '@jest/globals';
import { eventIdOf, MAX_EVENT_BYTES, InboundMessage, toWholeMessage, type InboxId, type TerseMessage } from '#contracts';
import type { BlobStore } from '#blob-store';
import { ManualClock } from '#runtime';
import { createPigeonMessage, pigeonInbox } from '../../testing/sample/pigeon-message.js';
import type { Acceptable } from './acceptance.js';
import { headOf, writeEvent } from '../../writing/written-event.js';
import { checkEvent } from './event-check.js';
import { EventWriter } from './event-writer.js';

const stored: string[] = [];
const blobStore = {
  stage: (content: Buffer) => Promise.resolve({ blob: {}, staged: null, kept: stored.push(content.toString()) }),
} as unknown as BlobStore;
const writer = new EventWriter(blobStore, new ManualClock());
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const write = (message: InboundMessage, blobs: Buffer[] = []) =>
  writer.write(headOf('message.received.v1', message), message, { inbox: pigeonInbox, traceparent, blobs }) as Acceptable;
/** As another process has written it. */
const writeWritten = (message: InboundMessage, json?: string) => {
  const event = writeEvent('message.received.v1', message);
  const about = { inbox: pigeonInbox, traceparent, blobs: [] };
  return writer.write(event.head, { ...event, ...(json === undefined ? {} : { json }) }, about) as Acceptable;
};
/** As both engines make it of the record: one line. */
const encodedData = ({ record }: Acceptable) => toWholeMessage((record.envelope as { data: TerseMessage }).data);
const readData = (acceptable: Acceptable) => (JSON.parse(acceptable.record.json ?? '') as { data: InboundMessage }).data;

describe('an event on its way to the log', () => {
  it('wears the envelope: id of the event, key of the conversation, trace', () => {
    const { message, raw } = createPigeonMessage();
    const { record, blobs } = write(message, [raw]);
    expect(record).toMatchObject({ topic: 'inbound-messages', key: 'loft:ada' });
    expect(record.envelope).toMatchObject({
      id: message.id,
      source: '/inboxes/loft',
      subject: 'loft:ada',
      traceparent,
      time: '2026-03-02T09:00:00.000Z',
    });
    expect(blobs.map((blob) => blob.ref)).toEqual([message.raw.ref]);
  });

  it('keeps what is too large in the blob store, biggest first, with a preview', async () => {
    const { message } = createPigeonMessage();
    const html = `<p>${'汉'.repeat(60_000)}</p>`;
    const text = '字'.repeat(65_000);
    const large = {
      ...message,
      parts: [
        { partId: '1', type: 'text' as const, fallback: text, text },
        { partId: '2', type: 'html' as const, fallback: text, html },
      ],
      plainText: text,
      newText: '新'.repeat(65_000),
    };
    const acceptable = await Promise.resolve(write(large));
    expect(Buffer.byteLength(acceptable.record.json ?? '')).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    const data = InboundMessage.parse(readData(acceptable));
    const [part] = data.parts;
    expect(part).toMatchObject({ type: 'text', textRef: expect.stringMatching(/^sha256:/) });
    expect(data.truncated).toBe(true);
    expect(stored).toContain(text);
    expect(large.parts[0]).toMatchObject({ text });
  });

  it('is taken as its connector has written it, unless a database could not store it', () => {
    const { message } = createPigeonMessage('n-1', 'ada', 'a "b"\n汉 \u0001');
    const { record } = writeWritten(message);
    expect(record.json).toContain(writeEvent('message.received.v1', message).json);
    expect(JSON.parse(record.json ?? '')).toEqual(JSON.parse(JSON.stringify(write(message).record.envelope)));
    expect(record.envelope).toEqual(JSON.parse(record.json ?? ''));
    for (const odd of ['a\0b', 'a\ud800b'])
      expect(readData(writeWritten(createPigeonMessage('n-2', 'ada', odd).message)).plainText).toBe('a\uFFFDb');
  });

  it('is read where it was written too large, or on several lines', () => {
    const text = '字'.repeat(65_000);
    const { message } = createPigeonMessage();
    const parts = [{ partId: '1', type: 'html' as const, fallback: text, html: `<p>${'汉'.repeat(60_000)}</p>` }];
    const large = { ...message, parts, plainText: text, newText: '新'.repeat(65_000) };
    const { record } = writeWritten(large);
    expect(record.json).toBe(write(large).record.json);
    expect(InboundMessage.parse(readData({ record } as Acceptable)).truncated).toBe(true);
    const pretty = writeWritten(message, JSON.stringify(message, null, 2));
    expect(encodedData(pretty)).toEqual(encodedData(write(message)));
  });

  it('refuses what no spilling makes small', () => {
    const { message } = createPigeonMessage();
    expect(() => write({ ...message, extras: { dump: 'x'.repeat(600_000) } })).toThrow(
      expect.objectContaining({ code: 'event_too_large' }),
    );
  });

  it('replaces what a database cannot store instead of failing for ever', () => {
    const { message } = createPigeonMessage('n-1', 'ada', 'a\0b \ud800 c \\u0000');
    expect(readData(write(message)).plainText).toBe('a\uFFFDb \uFFFD c \\u0000');
  });
});

describe('an event that breaks its contract', () => {
  const { message } = createPigeonMessage();
  const idsOf = (idempotencyKey: string) => ({ id: eventIdOf(idempotencyKey), idempotencyKey });
  const check =
    (data: unknown, validation: 'shape' | 'full' = 'shape') =>
    () =>
      checkEvent('message.received.v1', data as InboundMessage, pigeonInbox, validation);

  it('is named by its faults', () => {
    expect(check(message)).not.toThrow();
    expect(check(message, 'full')).not.toThrow();
    expect(check({ ...message, parts: [] })).toThrow(/parts: 1 to 32/);
    expect(check({ ...message, inbox: { ...pigeonInbox, id: 'other' as InboxId } })).toThrow(/inbox.id: is not loft/);
    expect(check({ ...message, conversation: undefined, raw: undefined })).toThrow(/conversation.key.*raw.ref/);
    expect(check(null)).toThrow(/no object/);
  });

  it('is looked at field by field when that is wanted', () => {
    const odd = { ...message, mayAutoReply: 'yes' };
    expect(check(odd)).not.toThrow();
    expect(check(odd, 'full')).toThrow(/mayAutoReply/);
  });

  it('is refused where its key does not say of which message it tells: the desk would take it for one of its own', () => {
    const keyed = (suffix: string) => idsOf(`${message.idempotencyKey}${suffix}`);
    const edit = (suffix: string) => () =>
      checkEvent('message.edited.v1', { ...message, ...keyed(suffix), revision: 3 }, pigeonInbox, 'full');
    expect(edit(':r3')).not.toThrow();
    for (const wrong of ['', ':e:3', ':r2']) expect(edit(wrong)).toThrow(/idempotencyKey: ends in `:r3`/);
    const about = { inbox: pigeonInbox, conversationKey: message.conversation.key, receivedAt: message.receivedAt, remoteMessageId: 'n-1' };
    const ready = (suffix: string) => () =>
      checkEvent('media.ready.v1', { ...about, ...keyed(suffix), partId: '2', media: { state: 'expired' } }, pigeonInbox, 'full');
    expect(ready(':m:2:expired')).not.toThrow();
    expect(ready(':m:2')).toThrow(/ends in `:m:2:expired`/);
    const recall = (suffix: string) => () =>
      checkEvent('message.recalled.v1', { ...about, ...keyed(suffix), occurredAt: message.occurredAt }, pigeonInbox, 'full');
    expect(recall(':x')).not.toThrow();
    expect(recall('')).toThrow(/ends in `:x`/);
  });

  it('is refused as well when it comes written: who wrote it has looked', () => {
    const written = (data: unknown) => writeEvent('message.received.v1', data as InboundMessage);
    expect(check(written(message))).not.toThrow();
    expect(check(written(message), 'full')).not.toThrow();
    expect(check(written({ ...message, parts: [] }))).toThrow(/parts: 1 to 32/);
    expect(check(written({ ...message, inbox: { ...pigeonInbox, id: 'other' } }))).toThrow(/inbox.id: is not loft/);
    for (const nothing of [null, undefined, 'text', {}, { conversation: null }, { parts: 'x' }, { ...message, parts: [null] }])
      expect(check(written(nothing))).toThrow(expect.objectContaining({ code: 'event_invalid' }));
    expect(check(written({ ...message, mayAutoReply: 'yes' }), 'full')).toThrow(/mayAutoReply/);
    expect(check(writeEvent('message.edited.v1', message))).toThrow(/was written as message.edited.v1/);
    const { message: other } = createPigeonMessage('n-2', 'bob');
    expect(check({ ...written(other), json: written(message).json }, 'full')).toThrow(/head: is not that of the event/);
  });
});
