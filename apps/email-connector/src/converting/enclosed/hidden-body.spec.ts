import { describe, expect, it } from '@jest/globals';
import { hash } from 'node:crypto';
import { parseMail } from '../parse-mail.js';
import type { Attachment } from '../parsed-mail.js';
import { decompressRtf } from './compressed-rtf.js';
import { openHiddenBody } from './hidden-body.js';
import { readRtf } from './rtf-text.js';
import { readSignedContent } from './signed-content.js';

const le = (n: number, bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, at) => (n >>> (8 * at)) & 255));
const attribute = (id: number, value: Buffer) => Buffer.concat([le(1, 1), le(id, 2), le(2, 2), le(value.length, 4), value, le(0, 2)]);
const property = (type: number, id: number, value: Buffer) =>
  Buffer.concat([le(type, 2), le(id, 2), le(1, 4), le(value.length, 4), value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
const tnef = (...properties: readonly Buffer[]) =>
  Buffer.concat([
    ...[le(0x223e9f78, 4), le(1, 2), attribute(0x9007, Buffer.concat([le(1252, 4), le(0, 4)]))],
    attribute(0x9003, Buffer.concat([le(properties.length, 4), ...properties])),
  ]);
const rtf = (source: string) =>
  Buffer.concat([le(source.length + 12, 4), le(source.length, 4), le(0x414c454d, 4), le(0, 4), Buffer.from(source, 'latin1')]);
const codePage = (page: number) => Buffer.concat([le(3, 2), le(0x3fde, 2), le(page, 4)]);
const attach = (content: Buffer, contentType: string, fileName: string | null = null): Attachment => ({
  ...{ content, contentType, fileName, inline: false, contentId: null },
  sha256: hash('sha256', content, 'hex'),
});
const open = (attachment: Attachment, body = '') => {
  const mail = parseMail(Buffer.from(`From: a@example.com\r\nSubject: x\r\n\r\n${body}`));
  const { text, html, newText, attachments } = openHiddenBody({ ...mail, attachments: [attachment] });
  return { text, html, newText, attachments: attachments.length };
};
const openTnef = (...properties: readonly Buffer[]) => open(attach(tnef(...properties), 'application/ms-tnef'));

describe('the text in winmail.dat', () => {
  it('is read where the mail has none: as HTML, sanitised', () => {
    const html = Buffer.from('<p>Grüße</p><script>alert(1)</script><blockquote type=cite>old</blockquote>', 'latin1');
    expect(openTnef(codePage(1252), property(0x102, 0x1013, html))).toMatchObject({
      text: 'Grüße\n\nold',
      html: '<p>Grüße</p><blockquote>old</blockquote>',
      newText: 'Grüße',
      attachments: 1,
    });
    expect(openTnef(codePage(936), property(0x102, 0x1013, Buffer.from('c4e3bac3', 'hex'))).text).toBe('你好');
  });

  it('as text', () => {
    expect(openTnef(property(0x1f, 0x1000, Buffer.from('Hello ✓\r\nWorld\0', 'utf16le'))).text).toBe('Hello ✓\nWorld');
    expect(openTnef(property(0x1e, 0x1000, Buffer.from('Gr\xfc\xdfe\0', 'latin1'))).text).toBe('Grüße');
  });

  it('as RTF, and the HTML within it', () => {
    expect(openTnef(property(0x102, 0x1009, rtf("{\\rtf1\\ansi Gr\\'fc\\'dfe\\par two}"))).text).toBe('Grüße\ntwo');
    const wrapped =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 a < b {\\*\\htmltag84 <b>}\\htmlrtf \\b\\htmlrtf0 c\\htmlrtf \\par}\\htmlrtf0{\\*\\htmltag92 </b>}{\\*\\htmltag72 </p>}}';
    expect(openTnef(property(0x102, 0x1009, rtf(wrapped)))).toMatchObject({ text: 'a < b c', html: '<p>a &lt; b <b>c</b></p>' });
  });

  it('is left where it is when the mail has words, or it has none', () => {
    const full = tnef(property(0x1e, 0x1000, Buffer.from('hidden\0')));
    expect(open(attach(full, 'application/ms-tnef'), 'own words').text).toBe('own words');
    expect(open(attach(tnef(), 'application/ms-tnef')).text).toBe('');
    expect(open(attach(full.subarray(0, 40), 'application/ms-tnef')).text).toBe('');
  });
});

describe('RTF', () => {
  it('is expanded as the specification says', () => {
    const simple = '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c09002062770 5b06c647d0a800fa0'.replace(' ', '');
    expect(decompressRtf(Buffer.from(simple, 'hex'))).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
    const crossing = '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0';
    expect(decompressRtf(Buffer.from(crossing, 'hex'))).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it.each([
    ["{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset134 SimSun;}}\\f0 a\\f1\\'c4\\'e3\\'ba\\'c3}", 'a你好'],
    ["{\\rtf1\\ansi\\uc1 \\u8364?5 \\u20320\\'3f}", '€5 你'],
    ['{\\rtf1 {\\*\\generator x;}{\\info{\\title no}}yes{\\pict 00ff}\\emdash\\{\\}\\~x}', 'yes—{}\u00a0x'],
    ['no rtf at all', 'no rtf at all'],
  ])('%s reads as %s', (source, text) => {
    expect(readRtf(source).text).toBe(text);
  });

  it('takes little time when it is hostile', () => {
    for (const source of [
      '{'.repeat(500_000),
      "\\'".repeat(300_000),
      '\\u1 '.repeat(200_000),
      `{\\rtf1\\fromhtml1${'{\\*\\htmltag '.repeat(50_000)}`,
    ])
      expect(() => readRtf(source)).not.toThrow();
    const bomb = Buffer.concat([le(0x7fffffff, 4), le(0x7fffffff, 4), le(0x75465a4c, 4), le(0, 4), Buffer.alloc(500_000, 0xff)]);
    expect(decompressRtf(bomb)!.length).toBeLessThanOrEqual(1_048_576);
  });
});

describe('S/MIME that is signed in one piece', () => {
  // `openssl cms -sign -nodetach`, without and with -stream.
  const DER =
    'MIIBeAYJKoZIhvcNAQcCoIIBaTCCAWUCAQExDTALBglghkgBZQMEAgEwUgYJKoZIhvcNAQcBoEUEQ0NvbnRlbnQtVHlwZTogdGV4dC9wbGFpbjsgY2hhcnNldD11dGYtOA0KDQpHcsO8w59lLCBzaWduZWQgd29yZHMuDQoxgfwwgfkCAQEwJjAOMQwwCgYDVQQDDANhbm4CFH1xZdQh0HE9Zz9KOcfTgi7ogvKZMAsGCWCGSAFlAwQCAaBpMBgGCSqGSIb3DQEJAzELBgkqhkiG9w0BBwEwHAYJKoZIhvcNAQkFMQ8XDTI2MTEyODIyMzU0OFowLwYJKoZIhvcNAQkEMSIEIAOWDGr5e2xAgW+Pu1rPOJBlK+P/1D0tLRrhzq6uO0BMMAoGCCqGSM49BAMCBEgwRgIhAJLs+tNt3pK0X+GPb2py3WqTmDH7zWDb6GvuPS+ENfMOAiEA6yzij4Az3JovrsRGMbh0vR85OxsaDMDZH2sM3GCviOY=';
  const BER =
    'MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgARDQ29udGVudC1UeXBlOiB0ZXh0L3BsYWluOyBjaGFyc2V0PXV0Zi04DQoNCkdyw7zDn2UsIHNpZ25lZCB3b3Jkcy4NCgAAAAAAADGB+jCB9wIBATAmMA4xDDAKBgNVBAMMA2FubgIUfXFl1CHQcT1nP0o5x9OCLuiC8pkwCwYJYIZIAWUDBAIBoGkwGAYJKoZIhvcNAQkDMQsGCSqGSIb3DQEHATAcBgkqhkiG9w0BCQUxDxcNMjYxMTI4MjIzNTQ4WjAvBgkqhkiG9w0BCQQxIgQgA5YMavl7bECBb4+7Ws84kGUr4//UPS0tGuHOrq47QEwwCgYIKoZIzj0EAwIERjBEAiBwEWy+CSFBqCVGbW8fhHGXaV0rZU+rQis9mKtVBzDCzAIgMSQprtzqP/UrWLJaonIZioib5EblBsBNiEInVE2aL0QAAAAAAAA=';

  it.each([
    ['DER', DER],
    ['BER in pieces', BER],
  ])('has words that can be read: %s', (_what, source) => {
    const attachment = attach(Buffer.from(source, 'base64'), 'application/pkcs7-mime', 'smime.p7m');
    expect(open(attachment)).toMatchObject({ text: 'Grüße, signed words.\n', newText: 'Grüße, signed words.', attachments: 1 });
  });

  it('is nothing else, however it is cut or nested', () => {
    const whole = Buffer.from(DER, 'base64');
    for (let length = 0; length < 60; length += 1) expect(readSignedContent(whole.subarray(0, length))?.length ?? 0).toBeLessThan(60);
    for (const hostile of ['3080'.repeat(100_000), '2480'.repeat(100_000), '30ffffffff', '3084ffffffff', 'ff'])
      expect(readSignedContent(Buffer.from(hostile, 'hex'))).toBeNull();
  });
});
