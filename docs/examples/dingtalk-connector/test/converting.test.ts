import { InboundMessage, type InboxId } from '@tributary/connector-sdk/contracts';
import { PermanentError } from '@tributary/connector-sdk/runtime';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRobotMessage } from '../src/converting/robot-message.js';
import { toInboundMessage } from '../src/converting/to-inbound-message.js';
import { toOutgoing } from '../src/converting/to-outgoing.js';
import { createReply } from './harness.js';
import { toRobotMessage, type Said } from './simulator/robot-messages.js';

const now = new Date('2026-03-02T08:00:00.000Z');
const HOST = 'oapi.dingtalk.com';
const until = now.getTime() + 5_400_000;

function convert(said: Partial<Said>, webhook = `https://${HOST}/robot/sendBySession?session=x`, webhookHosts = [HOST]) {
  const whole = { id: 'msg1', from: 'ada', text: 'hello', ...said };
  const text = toRobotMessage(whole, { robotCode: 'r', webhook, until, now: now.getTime() });
  return InboundMessage.parse(toInboundMessage(readRobotMessage(text), { ...about(), webhookHosts }));
}

describe('a message of a robot', () => {
  it('keeps the words of each kind, and what is to be fetched', () => {
    const of = (msgtype: string, text = 'hello') => convert({ msgtype, text }).parts.map(({ type, fallback }) => `${type}: ${fallback}`);
    assert.deepEqual(of('text'), ['text: hello']);
    assert.deepEqual(of('picture'), ['image: [picture]']);
    assert.deepEqual(of('richText', 'see'), ['text: see', 'image: [picture]']);
    assert.deepEqual(of('audio', 'my bill'), ['audio: [voice 4 s] my bill']);
    assert.deepEqual(of('video'), ['video: [video 9 s]']);
    assert.deepEqual(of('file'), ['file: [file bill.pdf]']);
    assert.deepEqual(of('hologram'), ['unsupported: [hologram: open it in DingTalk]']);
    const [file] = convert({ msgtype: 'file' }).parts;
    assert.ok(file?.type === 'file' && file.media.fileName === 'bill.pdf' && file.media.source?.ref === 'code-of-msg1');
  });

  it('of a group belongs to the group, and nobody is answered there automatically', () => {
    const message = convert({ group: 'cid-9' });
    assert.equal(message.conversation.kind, 'group');
    assert.equal(message.conversation.title, 'title of cid-9');
    assert.equal(message.conversation.key, convert({ group: 'cid-9', from: 'grace' }).conversation.key);
    assert.equal(message.recipients[0]?.kind, 'room');
    assert.equal(message.mayAutoReply, false);
  });

  it('of somebody who is no colleague says until when he can be answered', () => {
    const { replyWindow, sender } = convert({ stranger: true });
    assert.equal(replyWindow.endsAt, new Date(until).toISOString());
    assert.equal(sender.identities[0]?.assurance, 'anonymous');
    assert.deepEqual(convert({}).replyWindow, { open: true });
  });

  it('with more than 32 pieces says how many are missing', () => {
    const richText = Array.from({ length: 40 }, (_, index) => ({ text: `piece ${index}` }));
    const message = readRobotMessage(JSON.stringify({ msgId: 'm', conversationId: 'c', msgtype: 'richText', content: { richText } }));
    const parts = toInboundMessage(message, about()).parts;
    assert.equal(parts.length, 32);
    assert.equal(parts.at(-1)?.fallback, '[9 more pieces: open it in DingTalk]');
  });
});

describe('an answer', () => {
  const way = (channelContext: object, at = now, by: 'session' | 'api' = 'session') =>
    toOutgoing(createReply('x', channelContext), at, by)[0]?.way;
  const webhook = { url: `https://${HOST}/s`, until };

  it('goes by the webhook while it lives, else to the person or the group', () => {
    assert.deepEqual(way({ staffId: 'ada', webhook }), { webhook: webhook.url });
    assert.deepEqual(way({ staffId: 'ada', group: 'g', webhook }), { webhook: webhook.url, mention: 'ada' });
    assert.deepEqual(way({ staffId: 'ada', webhook }, new Date(until - 1_000)), { person: 'ada' });
    assert.deepEqual(way({ staffId: 'ada', group: 'g', webhook }, new Date(until)), { group: 'g' });
    assert.deepEqual(way({ staffId: 'ada', webhook }, now, 'api'), { person: 'ada' });
  });

  it('to a stranger whose webhook has ended is refused with the reason', () => {
    const reply = createReply('x', { webhook }, { to: [{ scheme: 'dingtalk_sender', value: '$:x' }] });
    assert.throws(
      () => toOutgoing(reply, new Date(until), 'session'),
      (error) => error instanceof PermanentError && error.code === 'window_closed',
    );
  });

  it('is never posted to a host that only the message named', () => {
    const context = convert({}, 'https://evil.example/robot/sendBySession').channelContext as object;
    assert.equal('webhook' in context, false);
    assert.deepEqual(way(context), { person: 'ada' });
  });
});

function about() {
  return {
    inbox: { id: 'i' as InboxId, channel: 'dingtalk', provider: 'robot' },
    receivedAt: now,
    raw: {
      ref: `sha256:${'0'.repeat(64)}` as InboundMessage['raw']['ref'],
      sha256: '0'.repeat(64),
      bytes: 1,
      contentType: 'application/json',
    },
    deliveryId: 'd',
    webhookHosts: [],
    vouched: false,
  };
}
