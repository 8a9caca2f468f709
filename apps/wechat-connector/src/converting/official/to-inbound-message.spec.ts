import { describe, expect, it } from '@jest/globals';
import { untaken } from '#connector-sdk';
import { EventSchemas, eventIdOf, type InboxId } from '#contracts';
import { readNativeCallback } from '../native-callback.js';
import type { CallbackEnvelope } from './callback-envelope.js';
import { toContactEvent } from './to-contact-event.js';
import { toInboundMessage, toParked } from './to-inbound-message.js';

const envelope: CallbackEnvelope = {
  inbox: { id: 'gzh' as InboxId, channel: 'wechat', provider: 'official-account' },
  appId: 'wx1',
  receivedAt: new Date('2023-11-14T22:13:25.500Z'),
  deliveryId: 'callback:1',
  raw: { ref: `sha256:${'0'.repeat(64)}` as never, sha256: '0'.repeat(64), bytes: 1, contentType: 'application/xml' },
  signed: true,
  limits: { durationMs: 3_600_000, count: 5 },
  pressedProgress: false,
};
const read = (inner: string, time = '1700000000') =>
  readNativeCallback(`<xml><ToUserName>gh_1</ToUserName><FromUserName>oAda</FromUserName><CreateTime>${time}</CreateTime>${inner}</xml>`);
const convert = (inner: string, time?: string, more: Partial<CallbackEnvelope> = {}) =>
  toInboundMessage(read(inner, time), 'oAda', { ...envelope, ...more });
const TEXT = '<MsgType>text</MsgType><Content><![CDATA[你好]]></Content><MsgId>6475340302153501409</MsgId>';

describe('a message of a follower', () => {
  it('keeps the contract, its own id and all that an answer needs', () => {
    const message = convert(TEXT);
    expect(EventSchemas['message.received.v1'].safeParse(message).error).toBeUndefined();
    expect(message).toMatchObject({
      id: eventIdOf('wechat:gzh:6475340302153501409#'),
      remoteMessageId: '6475340302153501409',
      occurredAt: '2023-11-14T22:13:20.000Z',
      conversation: { key: 'wechat:gzh:oAda', continues: true },
      recipients: [{ kind: 'line', identity: { scheme: 'wechat_account', value: 'gh_1' } }],
      replyWindow: { open: true, endsAt: '2023-11-14T23:13:20.000Z', remaining: 5 },
      channelContext: { openid: 'oAda', appId: 'wx1', heardAt: '2023-11-14T22:13:20.000Z' },
    });
  });

  it('is of a person whom this account knows by openid, and all of one owner by unionid', () => {
    const { identities } = convert(`${TEXT}<UnionId>u-1</UnionId>`).sender;
    expect(identities).toEqual([
      { scheme: 'wechat_openid', value: 'oAda', raw: 'oAda', scope: 'wx1', assurance: 'verified' },
      { scheme: 'wechat_unionid', value: 'u-1', raw: 'u-1', assurance: 'verified' },
    ]);
    expect(convert(TEXT, undefined, { signed: false }).sender.identities[0]?.assurance).toBe('claimed');
  });

  it('that has no time of our days arrived when it came, and says what was written', () => {
    for (const time of ['12344555555', 'soon', '0']) {
      const message = convert(TEXT, time);
      expect(message.occurredAt).toBe('2023-11-14T22:13:25.500Z');
      expect(message.extras?.['wechat']).toMatchObject({ createTimeAsWritten: time });
    }
  });

  it('is a valid event whatever it is made of', () => {
    const odd = [
      '<MsgType>text</MsgType>',
      `<MsgType>text</MsgType><Content>${'x'.repeat(60_000)}</Content><MsgId>1</MsgId>`,
      `<MsgType>${'t'.repeat(2_000)}</MsgType><MsgId>${'9'.repeat(2_000)}</MsgId>`,
      `<MsgType>image</MsgType><MediaId>${'m'.repeat(5_000)}</MediaId><MsgId>1</MsgId>`,
      `<MsgType>link</MsgType><Url>javascript:alert(1)</Url><MsgId>1</MsgId>`,
      `<MsgType>text</MsgType><Content>a</Content><UnionId>${'u'.repeat(5_000)}</UnionId><MsgId>1</MsgId>`,
    ];
    for (const inner of odd) {
      const message = convert(inner);
      expect(EventSchemas['message.received.v1'].safeParse(message).error?.issues).toBeUndefined();
      expect(EventSchemas['message.parked.v1'].safeParse(toParked(message, untaken('log_refuses', 'event_invalid'))).error).toBeUndefined();
      expect(message.id).toBe(eventIdOf(message.idempotencyKey));
    }
  });
});

describe('what a follower did', () => {
  it('keeps the contract, and all that the platform told', () => {
    const event = toContactEvent(
      read('<MsgType>event</MsgType><Event>LOCATION</Event><Latitude>23.1</Latitude><Longitude>113.3</Longitude>'),
      'oAda',
      envelope,
    );
    expect(EventSchemas['contact.event.v1'].safeParse(event).error).toBeUndefined();
    expect(event).toMatchObject({
      name: 'told a location: 23.1, 113.3',
      data: { event: 'LOCATION', Latitude: '23.1', Longitude: '113.3' },
    });
    expect(event.id).toBe(eventIdOf(event.idempotencyKey));
  });
});
