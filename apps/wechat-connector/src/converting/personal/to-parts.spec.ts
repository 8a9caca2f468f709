import { describe, expect, it } from '@jest/globals';
import { NO_DETAILS, type MessageDetails } from './details.js';
import { MESSAGE_TYPES } from './message-types.js';
import { readPuppetMessage } from './puppet-message.js';
import { toParts } from './to-parts.js';

const convert = (type: string | number, text: string, details: Partial<MessageDetails> = {}, more: object = {}) => {
  const number = typeof type === 'number' ? type : MESSAGE_TYPES.indexOf(type as never);
  return toParts(readPuppetMessage({ id: 'm', type: number, talkerId: 'ada', listenerId: 'desk', text, ...more }), {
    ...NO_DETAILS,
    ...details,
  });
};

describe('a message of a puppet', () => {
  it('is its words, whatever blanks stand around them', () => {
    expect(convert('Text', '\n @_@ 你好 \u2005\x1f')).toEqual({
      parts: [{ partId: '1', type: 'text', text: '@_@ 你好', fallback: '@_@ 你好' }],
      plainText: '@_@ 你好',
      truncated: false,
    });
    expect(convert('Text', '\ufeff').plainText).toBe('\ufeff');
    expect(convert('Text', '').parts[0]).toMatchObject({ type: 'text', text: '' });
  });

  it('that quotes another in its text keeps both halves, and says which is new', () => {
    const text = '「Ada：the printer\nis on fire」\n- - - - - - - - - - - - - - -\nStill?';
    const { parts, plainText, newText } = convert('Text', text);
    expect(parts).toMatchObject([
      { type: 'quote', text: 'the printer\nis on fire' },
      { type: 'text', text: 'Still?' },
    ]);
    expect({ plainText, newText }).toEqual({ plainText: text, newText: 'Still?' });
    expect(convert('Text', '「not a quote」 at all').newText).toBeUndefined();
  });

  it('that quotes another by XML names it', () => {
    const xml =
      '<msg><appmsg><title>Still?</title><type>57</type><refermsg><svrid>700123</svrid><displayname>Ada</displayname><content>on fire &amp; smoke</content></refermsg></appmsg></msg>';
    for (const type of ['Text', 'Url', 'Unknown'])
      expect(convert(type, xml)).toMatchObject({
        parts: [{ type: 'quote', text: 'on fire & smoke', remoteMessageId: '700123' }, { text: 'Still?' }],
        newText: 'Still?',
        quotedRemoteId: '700123',
      });
  });

  it.each(['Image', 'Attachment', 'Audio', 'Video'])('of kind %s is its bytes, or says why they are not there', (type) => {
    const media = { state: 'stored', fileName: 'a.bin', sizeBytes: 3 } as const;
    expect(convert(type, '', { media }).parts[0]).toMatchObject({ media });
    expect(convert(type, '').parts[0]).toMatchObject({ media: { state: 'pending' } });
    const failed = convert(type, '', { media: { state: 'failed' }, mediaProblem: 'the file is gone' });
    expect(failed.plainText).toContain('not kept: the file is gone');
  });

  it('that is a sticker is one, with its words', () => {
    const xml = '<msg><emoji md5="ab" attachedtext="[Smile]" cdnurl="http://x"/></msg>';
    expect(convert('Emoticon', xml).parts[0]).toMatchObject({ type: 'sticker', name: '[Smile]', fallback: '[sticker] [Smile]' });
  });

  it('that is a place has coordinates from its XML, else from the service; 0,0 is none', () => {
    const xml = '<?xml version="1.0"?><msg><location x="39.99" y="116.33" scale="16" label="Chengfu Rd 45" poiname="Town hall"/></msg>';
    expect(convert('Location', xml).parts[0]).toEqual({
      ...{ partId: '1', type: 'location', datum: 'gcj02', coordinatesAvailable: true, latitude: 39.99, longitude: 116.33 },
      ...{ label: 'Town hall', address: 'Chengfu Rd 45', fallback: '[location] Town hall, Chengfu Rd 45' },
    });
    const told = { latitude: 31.2, longitude: 121.5, name: 'NONAME', address: 'Bund' };
    expect(convert('Location', '', { location: told }).parts[0]).toMatchObject({
      latitude: 31.2,
      address: 'Bund',
      fallback: '[location] Bund',
    });
    const nothing = { latitude: 0, longitude: 0, name: 'NONAME', address: 'NOADDRESS' };
    const unknown = convert('Location', 'Bund:\n/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg', { location: nothing }).parts[0];
    expect(unknown).toEqual({
      ...{ partId: '1', type: 'location', datum: 'unknown', coordinatesAvailable: false, address: 'Bund', fallback: '[location] Bund' },
    });
  });

  it('that is a link, a card or a mini program is one, from the service or from its XML', () => {
    const link = { url: 'https://a.example', title: 'A', description: '' };
    expect(convert('Url', '', { link }).parts[0]).toEqual({
      partId: '1',
      type: 'link',
      url: link.url,
      title: 'A',
      fallback: 'A\nhttps://a.example',
    });
    const xml = '<msg><appmsg><title><![CDATA[A <b>]]></title><des>words</des><url>https://a.example/?a=1&amp;b=2</url></appmsg></msg>';
    expect(convert('Url', xml).parts[0]).toMatchObject({ url: 'https://a.example/?a=1&b=2', title: 'A <b>', description: 'words' });
    expect(convert('Url', 'nothing').parts[0]).toMatchObject({ type: 'unsupported', nativeType: 'Url' });
    expect(convert('Contact', '', { card: { contactId: 'bob', name: 'Bob' } }).parts[0]).toMatchObject({
      kind: 'contact',
      data: { contactId: 'bob', name: 'Bob' },
    });
    expect(convert('Contact', '<msg username="bob" nickname="Bob"/>').parts[0]).toMatchObject({ fallback: '[contact card] Bob' });
    expect(convert('MiniProgram', '', { miniProgram: { title: 'Shop', appid: 'wx1' } }).parts[0]).toMatchObject({
      ...{ kind: 'mini_program', data: { title: 'Shop', appid: 'wx1' }, fallback: '[mini program] Shop' },
    });
  });

  it('that tells of something is a notice with what can be read', () => {
    const history =
      '<msg><appmsg><title>Ada and Bob</title><recorditem><![CDATA[<recordinfo><datalist><dataitem><sourcename>Ada</sourcename><datadesc>hi</datadesc></dataitem><dataitem><sourcename>Bob</sourcename><datadesc>ho</datadesc></dataitem></datalist></recordinfo>]]></recorditem></appmsg></msg>';
    expect(convert('ChatHistory', history)).toMatchObject({
      parts: [{ code: 'wechat.chat_history' }],
      plainText: '[chat history] Ada and Bob\nAda: hi\nBob: ho',
    });
    expect(convert('GroupNote', 'Closed on Friday').parts[0]).toMatchObject({
      code: 'wechat.group_note',
      fallback: '[group note]\nClosed on Friday',
    });
    const transfer = '<msg><appmsg><wcpayinfo><feedesc><![CDATA[￥1.00]]></feedesc><pay_memo>rent</pay_memo></wcpayinfo></appmsg></msg>';
    expect(convert('Transfer', transfer).parts[0]).toMatchObject({ code: 'wechat.transfer', data: { amount: '￥1.00', memo: 'rent' } });
    expect(convert('RedEnvelope', '<msg><wcpayinfo><receivertitle>Good luck</receivertitle></wcpayinfo></msg>').plainText).toBe(
      '[red envelope] Good luck',
    );
  });

  it('of a kind that nobody shows is kept as what it is', () => {
    for (const [type, nativeType] of [
      ['Post', 'Post'],
      ['Unknown', 'Unknown'],
      [99, '99'],
    ] as const)
      expect(convert(type, 'words').parts).toEqual([{ partId: '1', type: 'unsupported', nativeType, fallback: 'words' }]);
    expect(convert('Unknown', '', { media: { state: 'stored', fileName: 'a.docx' } }).parts[0]).toMatchObject({
      type: 'file',
      fallback: '[file] a.docx',
    });
  });

  it('is cut where it is endless, and says so', () => {
    const { plainText, truncated, parts } = convert('Text', 'x'.repeat(100_000));
    expect([plainText.length, truncated, parts[0]?.fallback.length]).toEqual([65_536, true, 65_536]);
  });

  it('takes no time, however hostile its XML is', () => {
    const hostile = [
      `<msg>${'<title>'.repeat(200_000)}`,
      `「${'x'.repeat(200_000)}`,
      `<msg ${'a="'.repeat(200_000)}`,
      '<'.repeat(500_000),
      '- '.repeat(300_000),
    ];
    const startedAt = performance.now();
    for (const text of hostile) for (const type of MESSAGE_TYPES) convert(type, text);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
