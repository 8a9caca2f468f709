import { describe, expect, it } from '@jest/globals';
import { toCallbackParts } from './callback-parts.js';
import { nameOfEvent } from './event-names.js';
import { dedupeKeyOf, isSensibleTime, occurredAtOf, readNativeCallback } from './native-callback.js';

const read = (type: string, inner: string, more = '') =>
  readNativeCallback(
    `<xml><ToUserName>gh_1</ToUserName><FromUserName>ada</FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[${type}]]></MsgType>${inner}${more}</xml>`,
  );
const partsOf = (type: string, inner: string) => toCallbackParts(read(type, inner));

describe('a callback', () => {
  it('is known again by its MsgId, and by who, when and what where it has none', () => {
    expect(dedupeKeyOf(read('text', '<Content>a</Content><MsgId>6475340302153501409</MsgId>'))).toBe('6475340302153501409');
    const event = (name: string, key = '') => dedupeKeyOf(read('event', `<Event>${name}</Event><EventKey>${key}</EventKey>`));
    expect(event('CLICK', 'a')).toBe('ada:1700000000:CLICK:a');
    expect(event('subscribe')).toBe('ada:1700000000:subscribe');
    expect(new Set([event('CLICK', 'a'), event('CLICK', 'b'), event('VIEW', 'a')]).size).toBe(3);
    const text = (words: string) => dedupeKeyOf(read('text', `<Content>${words}</Content>`));
    expect(text('a')).toBe(text('a'));
    expect(text('a')).not.toBe(text('b'));
  });

  it('is an event only where its type says so', () => {
    expect(read('text', '<Event>subscribe</Event>').kind).toBe('message');
    expect(read('event', '<Event>subscribe</Event>').kind).toBe('event');
    expect(read('device_event', '<Event>bind</Event><MsgId>1</MsgId>').kind).toBe('event');
    expect(readNativeCallback('<xml><InfoType>cancel_auth</InfoType></xml>').kind).toBe('event');
  });

  it('has a time only where one is written that may be true', () => {
    expect(occurredAtOf(read('text', ''))).toBe('2023-11-14T22:13:20.000Z');
    expect(occurredAtOf(readNativeCallback('<xml><CreateTime>soon</CreateTime></xml>'))).toBeNull();
    expect(isSensibleTime('2023-11-14T22:13:20.000Z', new Date('2023-11-14T22:13:21.000Z'))).toBe(true);
    expect(isSensibleTime('2361-03-11T00:00:00.000Z', new Date('2023-11-14T22:13:21.000Z'))).toBe(false);
  });

  it('of every kind becomes parts with words that stand for them', () => {
    expect(partsOf('text', '<Content><![CDATA[ 你好 ]]></Content>')).toEqual([
      { partId: '1', type: 'text', text: ' 你好 ', fallback: ' 你好 ' },
    ]);
    expect(partsOf('image', '<MediaId>m1</MediaId><PicUrl>http://x</PicUrl>')).toMatchObject([
      { type: 'image', media: { state: 'pending', source: { ref: 'm1', expiresAt: '2023-11-17T22:13:20.000Z' } }, fallback: '[image]' },
    ]);
    expect(partsOf('voice', '<MediaId>m2</MediaId><Format>amr</Format><Recognition>我的订单</Recognition>')).toMatchObject([
      { type: 'audio', media: { state: 'pending', declaredType: 'audio/amr' } },
      { type: 'text', text: '我的订单', partId: '2' },
    ]);
    expect(partsOf('shortvideo', '<MediaId>m3</MediaId><ThumbMediaId>t</ThumbMediaId>')).toMatchObject([{ type: 'video' }]);
    expect(partsOf('location', '<Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Label>海珠区</Label>')).toEqual([
      {
        partId: '1',
        type: 'location',
        latitude: 23.134521,
        longitude: 113.358803,
        datum: 'gcj02',
        coordinatesAvailable: true,
        label: '海珠区',
        fallback: '[location] 海珠区 · 23.134521, 113.358803',
      },
    ]);
    expect(partsOf('link', '<Url>https://a.test</Url><Title>T</Title>')).toMatchObject([{ type: 'link', fallback: 'T\nhttps://a.test' }]);
    expect(partsOf('link', '<Url>javascript:alert(1)</Url><Title>T</Title>')).toMatchObject([
      { type: 'text', text: 'T\njavascript:alert(1)' },
    ]);
    expect(partsOf('miniprogrampage', '<Title>Shop</Title><AppId>wx1</AppId>')).toMatchObject([{ type: 'card', kind: 'mini_program' }]);
    expect(partsOf('file', '<Title>a.pdf</Title><FileTotalLen>12</FileTotalLen>')).toMatchObject([
      { type: 'file', media: { state: 'failed', fileName: 'a.pdf', sizeBytes: 12 } },
    ]);
    expect(partsOf('text', '<Content>yes</Content><bizmsgmenuid>101</bizmsgmenuid>')).toMatchObject([
      { type: 'choice', id: '101', label: 'yes' },
    ]);
    expect(partsOf('hologram', '')).toMatchObject([{ type: 'unsupported', nativeType: 'hologram' }]);
    expect(partsOf('__proto__', '')).toMatchObject([{ type: 'unsupported', nativeType: '__proto__' }]);
  });

  it('that lacks what its kind needs is still a message', () => {
    expect(partsOf('image', '')).toMatchObject([{ type: 'image', media: { state: 'failed' } }]);
    expect(partsOf('location', '<Location_X>999</Location_X>')).toMatchObject([{ type: 'location', coordinatesAvailable: false }]);
    expect(partsOf('text', '')).toMatchObject([{ type: 'text', text: '' }]);
    expect(toCallbackParts(readNativeCallback('<xml/>'))).toMatchObject([{ type: 'unsupported' }]);
  });

  it('of an event says what happened', () => {
    const name = (event: string, inner = '') => nameOfEvent(read('event', `<Event>${event}</Event>${inner}`));
    expect(name('subscribe', '<EventKey>qrscene_7</EventKey>')).toBe('followed the account by QR code 7');
    expect(name('unsubscribe')).toBe('unfollowed the account');
    expect(name('VIEW', '<EventKey>https://a.test</EventKey>')).toBe('opened the menu link https://a.test');
    expect(name('TEMPLATESENDJOBFINISH', '<MsgID>200</MsgID><Status>failed:user block</Status>')).toBe(
      'template message 200: failed:user block',
    );
    expect(name('kf_create_session', '<KfAccount>a@b</KfAccount>')).toBe('a customer service session began with a@b');
    expect(name('card_pass_check')).toBe('event card pass check');
    expect(name('toString')).toBe('event toString');
  });
});
