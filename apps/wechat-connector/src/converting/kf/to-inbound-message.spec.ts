import { describe, expect, it } from '@jest/globals';
import { EventSchemas, type InboxId, type MessagePart } from '#contracts';
import { type KfItem, readKfItem, readKfPage } from './kf-item.js';
import { type KfAbout, toKfMessage } from './to-inbound-message.js';
import { toKfEvent } from './to-kf-event.js';

const about: KfAbout = {
  inbox: { id: 'kf' as InboxId, channel: 'wechat', provider: 'wecom-kf' },
  corpId: 'ww1',
  openKfId: 'wk1',
  receivedAt: new Date('2026-03-02T09:00:00Z'),
  raw: { ref: `sha256:${'0'.repeat(64)}` as never, sha256: '0'.repeat(64), bytes: 2, contentType: 'application/json' },
  historicalBefore: new Date('2026-03-01T00:00:00Z'),
};
const base = { msgid: 'm1', open_kfid: 'wk1', external_userid: 'wm1', send_time: 1_772_442_000, origin: 3 };
const item = (fields: Record<string, unknown>): KfItem => readKfItem({ ...base, ...fields });
const parts = (msgtype: string, content: unknown): MessagePart[] => toKfMessage(item({ msgtype, [msgtype]: content }), about).parts;

describe('a message of a customer of 微信客服', () => {
  it.each<[string, unknown, object, string]>([
    ['text', { content: ' 你好\n 0012 ' }, { type: 'text', text: ' 你好\n 0012 ' }, ' 你好\n 0012 '],
    [
      'image',
      { media_id: 'a' },
      { type: 'image', media: { state: 'pending', source: { ref: 'a', expiresAt: '2026-03-05T09:00:00.000Z' } } },
      '[image]',
    ],
    ['voice', { media_id: 'a' }, { type: 'audio' }, '[voice message]'],
    ['video', { media_id: 'a' }, { type: 'video' }, '[video]'],
    ['file', { media_id: 'a', filename: '合同.pdf' }, { type: 'file', media: { fileName: '合同.pdf' } }, '[file] 合同.pdf'],
    ['image', {}, { type: 'image', media: { state: 'failed' } }, '[image]'],
    [
      'location',
      { latitude: 23.1, longitude: 113.3, name: 'TIT', address: '新港中路' },
      { type: 'location', latitude: 23.1, longitude: 113.3, datum: 'gcj02', coordinatesAvailable: true },
      '[location] TIT 新港中路',
    ],
    ['location', { latitude: 'x', longitude: 999 }, { type: 'location', coordinatesAvailable: false }, '[location]'],
    [
      'link',
      { title: 'T', desc: 'D', url: 'https://a.test', pic_url: 'p' },
      { type: 'link', url: 'https://a.test', description: 'D' },
      '[link] T https://a.test',
    ],
    ['business_card', { userid: 'lisi' }, { type: 'card', kind: 'contact' }, '[contact card] lisi'],
    [
      'miniprogram',
      { title: 'T', appid: 'wx1', pagepath: 'p', thumb_media_id: 't' },
      { type: 'card', kind: 'mini_program', data: { appId: 'wx1' } },
      '[mini program] T',
    ],
    [
      'channels_shop_product',
      { product_id: '1', title: 'Shoe', sales_price: '1990' },
      { type: 'card', kind: 'product' },
      '[product] Shoe ¥19.90',
    ],
    ['channels_shop_order', { order_id: '37', product_titles: 'Shoe' }, { type: 'card', kind: 'product' }, '[order] 37 Shoe'],
    ['channels', { sub_type: 1, nickname: 'N', title: 'T' }, { type: 'card', kind: 'product' }, '[视频号] N T'],
    ['note', {}, { type: 'unsupported', nativeType: 'note' }, '[note] (WeChat gives no way to read it: ask for its text)'],
    ['hologram', { x: 1 }, { type: 'unsupported', nativeType: 'hologram' }, '[hologram]'],
    [
      'msgmenu',
      {
        head_content: 'Were you satisfied?',
        list: [{ type: 'click', click: { id: '1', content: 'Yes' } }, null, { type: 'text' }],
        tail_content: 'Bye',
      },
      { type: 'text' },
      'Were you satisfied?\n· Yes\nBye',
    ],
  ])('%s is a part of its own', (msgtype, content, part, plainText) => {
    const message = toKfMessage(item({ msgtype, [msgtype]: content }), about);
    expect(message.parts[0]).toMatchObject(part);
    expect(message.plainText).toBe(plainText);
    expect(EventSchemas['message.received.v1'].safeParse(message).error).toBeUndefined();
  });

  it('that a menu wrote for him tells which entry he chose', () => {
    expect(parts('text', { content: 'Yes', menu_id: '101' })).toEqual([
      { partId: '1', type: 'choice', id: '101', label: 'Yes', fallback: 'Yes' },
    ]);
    expect(parts('text', { menu_id: '101' })).toEqual([{ partId: '1', type: 'choice', id: '101', fallback: '[choice] 101' }]);
  });

  it('that passes on a chat record reads as that chat, records in it too', () => {
    const said = (sender: string, inside: object) => ({ sender_name: sender, msgtype: 'text', msg_content: JSON.stringify(inside) });
    const inner = {
      msgtype: 'merged_msg',
      merged_msg: { title: 'inner', item: [said('C', { msgtype: 'text', text: { content: 'deep' } })] },
    };
    const item_ = [
      said('A', { msgtype: 'text', text: { content: 'hi' } }),
      said('B', { msgtype: 'image', image: {} }),
      said('A', inner),
      { msg_content: '{' },
    ];
    const [part] = parts('merged_msg', { title: 'chat', item: item_ });
    expect(part?.fallback).toBe('[chat record] chat\n  A: hi\n  B: [image]\n  A: [chat record] inner\n    C: deep\n  ?: {');
  });

  it('opens a window of 48 h and five messages, unless that is over', () => {
    expect(toKfMessage(item({ msgtype: 'text' }), about).replyWindow).toEqual({
      open: true,
      endsAt: '2026-03-04T09:00:00.000Z',
      remaining: 5,
    });
    const later = { ...about, receivedAt: new Date('2026-03-04T09:00:00Z') };
    expect(toKfMessage(item({ msgtype: 'text' }), later).replyWindow).toMatchObject({ open: false, remaining: 0 });
  });

  it('that was written before the inbox began is history', () => {
    expect(toKfMessage(item({ msgtype: 'text', send_time: 1_772_200_000 }), about).flags).toEqual({ historical: true });
  });

  it('without an id has one made of what it is, whenever it is seen', () => {
    const nameless = item({ msgid: undefined, msgtype: 'text', text: { content: 'x' } });
    const [now, then] = [toKfMessage(nameless, about), toKfMessage(nameless, { ...about, receivedAt: new Date('2026-03-03T00:00:00Z') })];
    expect(now.id).toBe(then.id);
    expect(now.remoteMessageId).toMatch(/^h:/);
    expect(toKfMessage(item({ msgid: null, msgtype: 'text', text: { content: 'y' } }), about).id).not.toBe(now.id);
  });

  it('is kept whatever is wrong with it', () => {
    const odd = [
      { msgtype: '__proto__' },
      { msgtype: 'text', text: null },
      { msgtype: 7 },
      { send_time: 'soon', origin: 'x' },
      { text: [] },
      {},
    ];
    for (const fields of odd) {
      const message = toKfMessage(readKfItem(fields), about);
      expect(EventSchemas['message.received.v1'].safeParse(message).error).toBeUndefined();
    }
  });
});

describe('an event of 微信客服', () => {
  const event = (fields: Record<string, unknown>) =>
    toKfEvent(readKfItem({ msgid: 'e1', send_time: base.send_time, origin: 4, msgtype: 'event', event: fields }), about);

  it('concerns the customer it names, and does not pass on the code that greets him', () => {
    const meaning = event({ event_type: 'enter_session', open_kfid: 'wk1', external_userid: 'wm1', scene: 'shop', welcome_code: 'secret' });
    expect(meaning).toMatchObject({ kind: 'contact', welcomeCode: 'secret', event: { name: 'entered the session (scene shop)' } });
    expect(meaning.kind === 'contact' && meaning.event.conversationKey).toBe(
      toKfMessage(item({ msgtype: 'text' }), about).conversation.key,
    );
    expect(meaning.kind === 'contact' && meaning.event.data).not.toHaveProperty('welcome_code');
  });

  it('about a message of another program is told, and changes no reply of ours', () => {
    const meaning = event({ event_type: 'msg_send_fail', external_userid: 'wm1', fail_msgid: 'of-somebody-else', fail_type: 4 });
    expect(meaning).toMatchObject({ kind: 'contact', event: { name: expect.stringContaining('more than 48 h ago') } });
  });

  it.each([
    'enter_session',
    'session_status_change',
    'servicer_status_change',
    'msg_send_fail',
    'user_recall_msg',
    'something_new',
    undefined,
  ])('%s without anything in it is taken', (event_type) => {
    const meaning = event({ event_type });
    expect(meaning.kind).toBe('contact');
    if (meaning.kind === 'contact') expect(EventSchemas['contact.event.v1'].safeParse(meaning.event).error).toBeUndefined();
  });
});

describe('an answer of the API', () => {
  it('that is no page has no messages', () => {
    expect(readKfPage('{"errcode":0,"errmsg":"ok","msgid":"MSG_ID"}')).toMatchObject({ items: [], nextCursor: null, hasMore: false });
    for (const text of ['', 'x', '[]', 'null', '7']) expect(readKfPage(text)).toBeNull();
  });
});
