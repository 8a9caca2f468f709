import { describe, expect, it } from '@jest/globals';
import { eventIdOf, type InboxRef, TerseMessage } from '#contracts';
import { readCounterpart, toConversationKey, toMessageId } from '../../personal.ids.js';
import { NO_DETAILS } from './details.js';
import { readPuppetMessage } from './puppet-message.js';
import { type HeardMessage, toInboundMessage } from './to-inbound-message.js';

const inbox = { id: 'wx', channel: 'wechat', provider: 'personal' } as unknown as InboxRef;
const raw = { ref: `sha256:${'0'.repeat(64)}`, sha256: '0'.repeat(64), bytes: 2, contentType: 'application/json' } as HeardMessage['raw'];

const convert = (payload: object, heard: Partial<HeardMessage> = {}) => {
  const message = readPuppetMessage({
    id: 'm',
    type: 7,
    text: 'hello',
    timestamp: 1_700_000_000_123,
    talkerId: 'ada',
    listenerId: 'desk',
    ...payload,
  });
  const around = { message, details: NO_DETAILS, inbox, accountId: 'desk', talker: null, listenerName: null, roomTopic: null, forUs: true };
  const event = toInboundMessage({
    ...around,
    deliveryId: 's:1',
    receivedAt: new Date(1_700_000_001_000),
    raw,
    gapBefore: false,
    ...heard,
  });
  return TerseMessage.parse(event);
};

describe('the event of a message', () => {
  it('is the same for the same message, and its key is the remote’s id', () => {
    expect(convert({})).toEqual(convert({}));
    expect(convert({})).toMatchObject({
      idempotencyKey: 'wechat:wx:m#',
      id: eventIdOf('wechat:wx:m#'),
      occurredAt: '2023-11-14T22:13:20.123Z',
    });
  });

  it('of a message without an id is made of who, when and what, and of nothing of ours', () => {
    const [one, again, other] = [convert({ id: '' }), convert({ id: '' }, { receivedAt: new Date() }), convert({ id: '', text: 'other' })];
    expect(one.remoteMessageId).toMatch(/^h:[0-9a-f]{64}$/);
    expect(again.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
    expect(toMessageId(readPuppetMessage({ id: 'x'.repeat(2_000) }))).toMatch(/^h:/);
  });

  it('has our time where the remote has none, or one that cannot be', () => {
    expect(convert({ timestamp: 0 })).toMatchObject({ occurredAt: '2023-11-14T22:13:21.000Z' });
    expect(convert({ timestamp: 1_900_000_000 })).toMatchObject({ occurredAt: '2023-11-14T22:13:21.000Z' });
  });

  it('tells what the owner wrote, in which conversation, to whom', () => {
    const own = convert({ talkerId: 'desk', listenerId: 'ada' }, { listenerName: 'Ada' });
    expect(own).toMatchObject({
      direction: 'echo',
      sender: { role: 'agent' },
      recipients: [{ identity: { value: 'ada' }, displayName: 'Ada' }],
    });
    expect(own.conversation.key).toBe(convert({}).conversation.key);
    expect(own.mayAutoReply).toBe(false);
  });

  it('folds away what no person wrote to us', () => {
    const cases: [object, Partial<HeardMessage>, string][] = [
      [{ talkerId: '' }, {}, 'wechat:notice'],
      [{ talkerId: 'gh_123' }, {}, 'wechat:official_account'],
      [{}, { talker: { name: 'News', avatar: null, official: true } }, 'wechat:official_account'],
      [{ talkerId: 'desk', listenerId: 'filehelper' }, {}, 'wechat:own_notes'],
      [{ roomId: 'r@chatroom' }, { forUs: false }, 'wechat:room_not_addressed'],
    ];
    for (const [payload, heard, reason] of cases)
      expect(convert(payload, heard)).toMatchObject({ flags: { automated: { reason } }, mayAutoReply: false });
    expect(convert({}).flags).toEqual({});
  });

  it('keeps what is not for us beside the room’s own conversation', () => {
    const [ours, overheard] = [convert({ roomId: 'r@chatroom' }), convert({ roomId: 'r@chatroom' }, { forUs: false })];
    expect(ours.conversation).toMatchObject({ key: 'wechat:wx:room:r@chatroom', kind: 'group' });
    expect(overheard.conversation.key).toBe('wechat:wx:room:r@chatroom:overheard');
    expect(ours.channelContext).toEqual({ counterpart: { kind: 'room', id: 'r@chatroom' }, askerId: 'ada', askerName: null });
  });
});

describe('a conversation key', () => {
  it('leads back to whom it names', () => {
    for (const counterpart of [
      { kind: 'contact', id: 'wxid_1:2' },
      { kind: 'room', id: '1@chatroom' },
    ] as const)
      for (const overheard of [false, true])
        expect(readCounterpart('wx', toConversationKey('wx', counterpart, overheard))).toEqual(counterpart);
    expect(readCounterpart('wx', toConversationKey('other', { kind: 'contact', id: 'a' }))).toBeNull();
    const long = toConversationKey('wx', { kind: 'contact', id: 'x'.repeat(600) });
    expect(long.length).toBeLessThanOrEqual(512);
    expect(readCounterpart('wx', long)).toBeNull();
  });
});
