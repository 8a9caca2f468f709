import { describe, expect, it } from '@jest/globals';
import { readFileBox } from './file-box.js';
import { NoPuppetMessage, readPuppetMessage } from './puppet-message.js';
import { readPuppetEvent } from './puppet-events.js';
import { readPayloadJson } from './read-json.js';
import { readRecalledId } from './recalled.js';
import { isForUs, mentions } from './room-rule.js';

const message = (payload: object) => readPuppetMessage({ id: 'm', talkerId: 'ada', ...payload });

describe('a payload of a puppet', () => {
  it('has its time in seconds or milliseconds', () => {
    expect(message({ timestamp: 1_489_823_176 })).toMatchObject({ at: new Date('2017-03-18T07:46:16Z'), precision: 's' });
    expect(message({ timestamp: 1_489_823_176_123 })).toMatchObject({ at: new Date('2017-03-18T07:46:16.123Z'), precision: 'ms' });
    expect(message({ timestamp: '1489823176' }).at).toEqual(new Date('2017-03-18T07:46:16Z'));
    for (const timestamp of [0, -5, Number.NaN, 'soon', 1e300, null, undefined]) expect(message({ timestamp }).at).toBeNull();
  });

  it('has texts that are empty where nothing is set, and ids of either generation', () => {
    expect(message({ roomId: '', listenerId: '', filename: '', mentionIdList: ['', 'desk', 7] })).toMatchObject({
      ...{ roomId: null, listenerId: null, fileName: null, mentionIds: ['desk', '7'], type: 'Unknown', text: '' },
    });
    expect(readPuppetMessage({ id: 'm', fromId: 'ada', toId: 'desk', type: 7 })).toMatchObject({
      talkerId: 'ada',
      listenerId: 'desk',
      type: 'Text',
    });
    expect(message({ type: 'Text' }).type).toBe('Text');
    expect(message({ type: 17 }).type).toBe('17');
  });

  it('keeps ids of 64 bits that somebody wrote as numbers, and no text changes', () => {
    const json = '{"id":6475340302153501409,"talkerId":"a","text":"say \\"id\\": 123, please","timestamp":1489823176}';
    expect(readPuppetMessage(readPayloadJson(json))).toMatchObject({ id: '6475340302153501409', text: 'say "id": 123, please' });
  });

  it('is refused where it is none', () => {
    for (const payload of [null, 1, 'x', [], {}, { text: 'x' }, JSON.parse('{"__proto__":{"id":"x"}}')])
      expect(() => readPuppetMessage(payload)).toThrow(NoPuppetMessage);
  });
});

describe('an event of a puppet service', () => {
  it('is at least a sign of life', () => {
    expect(readPuppetEvent(2, '{"messageId":"m"}')).toEqual({ kind: 'message', id: 'm' });
    expect(readPuppetEvent(22, '{"qrcode":"https://x","status":2}')).toEqual({ kind: 'scan', code: 'https://x', status: 'waiting' });
    for (const json of ['', 'no json', 'null', '[]', '{}', '{"messageId":5}']) expect(readPuppetEvent(2, json)).toEqual({ kind: 'other' });
    expect(readPuppetEvent(99, '{}')).toEqual({ kind: 'other' });
  });
});

describe('a message that was taken back', () => {
  const recalled = (text: string, type = 13) => readRecalledId(message({ type, text }));

  it('is named by its id or by XML; words name none', () => {
    expect(recalled('6475340302153501409')).toBe('6475340302153501409');
    expect(recalled('<sysmsg type="revokemsg"><revokemsg><msgid>1</msgid><newmsgid>22</newmsgid></revokemsg></sysmsg>')).toBe('22');
    expect(recalled('<sysmsg type="revokemsg"><revokemsg><msgid>1</msgid></revokemsg></sysmsg>', 0)).toBe('1');
    for (const text of ['', 'Ada recalled a message', '"Ada" 撤回了一条消息']) expect(recalled(text)).toBeNull();
    expect(recalled('6475340302153501409', 7)).toBeNull();
  });
});

describe('a message of a room is for us', () => {
  const of = {
    members: new Set(['vip', 'Key account']),
    talkerId: 'ada',
    remark: null,
    friend: false,
    mentionsUs: false,
    answersUs: false,
  };

  it('by the rule of the inbox', () => {
    expect((['mentions', 'members', 'all', 'none'] as const).map((rule) => isForUs({ ...of, rule }))).toEqual([false, false, true, false]);
    expect((['mentions', 'members', 'all', 'none'] as const).map((rule) => isForUs({ ...of, rule, mentionsUs: true }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isForUs({ ...of, rule: 'mentions', answersUs: true })).toBe(true);
    for (const member of [{ talkerId: 'vip' }, { remark: 'Key account' }, { friend: true }]) {
      expect(isForUs({ ...of, ...member, rule: 'members' })).toBe(true);
      expect(isForUs({ ...of, ...member, rule: 'mentions' })).toBe(false);
    }
  });

  it('when it names us whole', () => {
    expect(mentions('@Desk\u2005help', ['Desk'])).toBe(true);
    expect(mentions('please @Desk', ['Desk'])).toBe(true);
    expect(mentions('@Deskmate help', ['Desk'])).toBe(false);
    expect(mentions('@Deskmate and @Desk help', ['Desk'])).toBe(true);
    expect(mentions('Desk help', ['Desk'])).toBe(false);
  });
});

describe('a file as a puppet service describes it', () => {
  it('is its bytes, kept by the service, or at an address of the web', () => {
    expect(readFileBox('{"type":1,"name":"a","base64":"YWJj"}')?.source).toEqual({ kind: 'bytes', content: Buffer.from('abc') });
    expect(readFileBox('{"boxType":7,"name":"a","uuid":"u","size":9}')).toMatchObject({ sizeBytes: 9, source: { kind: 'kept', id: 'u' } });
    expect(readFileBox('{"type":2,"url":"https://a.example/x","headers":{"cookie":"c"}}')?.source).toEqual({
      kind: 'url',
      url: 'https://a.example/x',
      headers: { cookie: 'c' },
    });
    for (const json of [
      '',
      'x',
      'null',
      '{}',
      '{"type":3,"qrCode":"x"}',
      '{"type":2,"url":"file:///etc/passwd"}',
      '{"type":5,"path":"/etc/passwd"}',
    ])
      expect(readFileBox(json)).toBeNull();
  });
});
