import type { MessagePart, ReplyRequested } from '@tributary/connector-sdk/contracts';
import { PermanentError, RetriableError, SystemClock } from '@tributary/connector-sdk/runtime';
import { createTestContext } from '@tributary/connector-sdk/testing';
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { toOutgoing } from '../src/converting/to-outgoing.js';
import { DingtalkConfig } from '../src/dingtalk.config.js';
import { DingtalkCallbackConnector } from '../src/dingtalk.connector.js';
import { createReply, storeFile } from './harness.js';
import { DingtalkSimulator } from './simulator/dingtalk-simulator.js';

const text = (words: string): MessagePart => ({ partId: words.slice(0, 9), type: 'text', text: words, fallback: words });
const context = createTestContext({ clock: new SystemClock() });
const { blobs } = context;

describe('an answer with pictures and files', () => {
  let remote: DingtalkSimulator;
  let connector: DingtalkCallbackConnector;
  let marks = 0;
  before(async () => {
    remote = await new DingtalkSimulator().open();
    connector = new DingtalkCallbackConnector(DingtalkConfig.parse(remote.settings));
    await connector.start(context);
  });
  beforeEach(() => (marks = 0));
  afterEach(() => void remote.received.splice(0));
  after(async () => {
    context.abort();
    await Promise.all([connector.stop(), remote.close()]);
  });

  const send = (parts: MessagePart[], channelContext: object = {}, more: Partial<ReplyRequested> = {}) =>
    connector.send(createReply('', channelContext, { parts, ...more }), {
      attempt: 1,
      markSending: () => Promise.resolve(void (marks += 1)),
    });
  const shown = () => remote.received.map(({ by, text }) => `${by}: ${text}`);
  const webhook = () => ({ url: `http://${remote.host}/robot/sendBySession?session=ada`, until: Date.now() + 3_600_000 });

  it('arrives piece by piece in order, its bytes unchanged: words by the webhook, files by the API', async () => {
    const parts = [text('see'), await storeFile(blobs, '账单.pdf', 'application/pdf', 'the bill'), text('and'), text('this')];
    const image = await storeFile(blobs, 'shot.png', 'image/png', 'the shot');
    const result = await send([...parts, image], { group: 'cid-1', staffId: 'ada', webhook: webhook() });
    assert.deepEqual(shown(), ['session: see', 'group: [file 账单.pdf]', 'session: and\nthis', 'group: [image shot.png]']);
    const uploaded = [...remote.media.uploaded.values()].map(({ type, contentType, bytes }) => [type, contentType, bytes.toString()]);
    assert.deepEqual(uploaded, [
      ['file', 'application/pdf', 'the bill'],
      ['image', 'image/png', 'the shot'],
    ]);
    assert.equal(result.status, 'sent');
    assert.equal(marks, 1);
  });

  it('is taken back with all its pieces, alone and in a group', async () => {
    const api = new DingtalkCallbackConnector(DingtalkConfig.parse({ ...remote.settings, replyBy: 'api' }));
    const own = createTestContext({ clock: new SystemClock(), blobs });
    await api.start(own);
    for (const place of [{}, { group: 'cid-2' }]) {
      remote.recalled.splice(0);
      const reply = createReply('', place, { parts: [text('see'), await storeFile(blobs, 'a.pdf', 'application/pdf')] });
      const sent = await api.send(reply, { attempt: 1, markSending: () => Promise.resolve() });
      assert.ok(sent.status === 'sent' && sent.remoteMessageId !== undefined);
      const about = { commandId: reply.commandId, remoteMessageId: sent.remoteMessageId, sentAt: new Date() };
      assert.equal((await api.recall!(about, 1)).status, 'recalled');
      assert.deepEqual(remote.recalled, ['see', '[file a.pdf]']);
    }
    own.abort();
    await api.stop();
  });

  it('is uploaded with a new token where the old one has ended, and waits where DingTalk is busy', async () => {
    const file = await storeFile(blobs, 'b.pdf', 'application/pdf');
    await send([file]);
    remote.expireTokens();
    assert.equal((await send([file])).status, 'sent');
    remote.nextUpload = -1;
    await assert.rejects(send([file]), (error) => error instanceof RetriableError && error.message.includes('b.pdf'));
    assert.equal(marks, 2, 'what is not uploaded is not marked');
    assert.equal(remote.received.length, 2);
  });

  it('that DingTalk finds too large, or of no kind of its own, has failed before anything left', async () => {
    const parts = [text('see'), await storeFile(blobs, 'c.pdf', 'application/pdf')];
    for (const [errcode, category] of [
      [40006, 'too_large'],
      [40005, 'unsupported_part'],
      [40014, null],
    ] as const) {
      remote.nextUpload = errcode;
      const result = await send(parts);
      assert.equal(result.status === 'failed' ? result.error.category : null, category);
    }
    assert.deepEqual(shown(), ['person: see', 'person: [file c.pdf]'], 'an ended token alone is no reason');
    assert.equal(marks, 1);
  });

  it('of which a later piece does not go is never begun again: it says what arrived', async () => {
    const parts = [text('see'), await storeFile(blobs, 'd.pdf', 'application/pdf')];
    const refusing = (next: DingtalkSimulator['next']) => {
      const once = remote.received.push.bind(remote.received);
      remote.received.push = (...items) => ((remote.received.push = once), (remote.next = next), once(...items));
    };
    refusing({ status: 400, code: 'flowControlled' });
    const busy = await send(parts);
    assert.ok(busy.status === 'failed' && /first 1 of 2 messages/.test(busy.error.message));
    refusing('vanish');
    const vanished = await send(parts);
    assert.ok(vanished.status === 'unknown' && /message 2 of 2/.test(vanished.error.message));
  });
});

describe('the pieces of an answer', () => {
  const now = new Date();
  const pieces = (parts: MessagePart[], adapt: 'strict' | 'degrade', channelContext: object = {}, to?: ReplyRequested['to']) =>
    toOutgoing(createReply('', channelContext, { parts, adapt, ...(to === undefined ? {} : { to }) }), now, 'session').map((one) =>
      'text' in one ? one.text : one.piece.kind === 'text' ? one.piece.text : `${one.piece.kind} ${one.piece.fileName}`,
    );
  const refused = (category: string) => (error: unknown) => error instanceof PermanentError && error.code === category;

  it('of a long text each fit, and nothing of it is missing; strictly it is refused', () => {
    const words = `${'字'.repeat(999)} ${'"quoted"\n'.repeat(999)}😀`.repeat(5);
    const cut = pieces([text(words)], 'degrade');
    assert.ok(cut.length > 1 && cut.every((piece) => Buffer.byteLength(JSON.stringify({ content: piece })) <= 15_000));
    assert.equal(cut.join(''), words);
    assert.throws(() => pieces([text(words)], 'strict'), refused('too_large'));
    assert.throws(() => pieces([text(words.repeat(10))], 'degrade'), refused('too_large'));
  });

  it('that DingTalk does not take are refused, or go as their words', async () => {
    const large = await storeFile(blobs, 'e.pdf', 'application/pdf');
    const cases: [MessagePart, string][] = [
      [await storeFile(blobs, 'e.exe', 'application/pdf'), 'unsupported_part'],
      [await storeFile(blobs, 'e.webp', 'image/webp'), 'unsupported_part'],
      [{ ...large, media: { ...large.media, sizeBytes: 20 * 1024 * 1024 + 1 } }, 'too_large'],
      [{ ...large, media: { state: 'expired' } }, 'unsupported_part'],
    ];
    for (const [part, category] of cases) {
      assert.throws(() => pieces([part], 'strict'), refused(category));
      assert.deepEqual(pieces([text('see'), part], 'degrade'), [`see\n${part.fallback}`]);
    }
    const shot = { ...(await storeFile(blobs, 'shot', 'image/png')), type: 'file' as const };
    assert.deepEqual(pieces([shot], 'strict'), ['image shot.png'], 'an attached picture is one');
  });

  it('to somebody whom only a webhook reaches are words', async () => {
    const file = await storeFile(blobs, 'f.pdf', 'application/pdf');
    const stranger = { webhook: { url: 'https://oapi.dingtalk.com/s', until: now.getTime() + 3_600_000 } };
    assert.throws(() => pieces([file], 'strict', stranger, []), refused('unsupported_part'));
    assert.deepEqual(pieces([file], 'degrade', stranger, []), ['[f.pdf]']);
  });
});
