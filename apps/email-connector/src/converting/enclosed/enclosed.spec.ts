import { describe, expect, it } from '@jest/globals';
import { InboundMessage } from '#contracts';
import { parseMail } from '../parse-mail.js';
import { toInboundMessage } from '../to-inbound-message.js';
import { toInspection } from '../to-inspection.js';

interface Piece {
  readonly type: string;
  readonly body: string | Buffer;
  readonly more?: string;
}

const envelope = {
  ...{ inboxId: 'support', provider: 'mail', address: 'support@example.com', rcptTo: [] },
  ...{ receivedAt: '2026-03-02T09:00:00.000Z', deliveryId: '1' },
};
const piece = ({ type, body, more = '' }: Piece) =>
  `Content-Type: ${type}\r\n${more}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64')}\r\n`;
const mailOf = (kind: string, ...pieces: readonly Piece[]) =>
  Buffer.from(
    `From: Ann <ann@example.com>\r\nTo: support@example.com\r\nSubject: x\r\nMessage-ID: <1@example.com>\r\nContent-Type: multipart/${kind}; boundary=b\r\n\r\n` +
      `${pieces.map((each) => `--b\r\n${piece(each)}`).join('')}--b--\r\n`,
  );
const receive = (raw: Buffer) => {
  const { event } = toInboundMessage(raw, parseMail(raw), envelope);
  expect(InboundMessage.safeParse(event).error).toBeUndefined();
  return event;
};
const tell = (raw: Buffer) => receive(raw).parts.map((part) => `${part.type}: ${part.fallback}`);

describe('a protected mail', () => {
  const words: Piece = { type: 'text/plain', body: 'Hello.' };

  it.each([
    ['signed', [words, { type: 'application/pkcs7-signature; name=smime.p7s', body: 'x' }], 'mail.smime_signed'],
    ['signed', [words, { type: 'application/x-pkcs7-signature', body: 'x' }], 'mail.smime_signed'],
    ['signed', [words, { type: 'application/pgp-signature', body: 'x' }], 'mail.pgp_signed'],
    [
      'encrypted',
      [
        { type: 'application/pgp-encrypted', body: 'Version: 1' },
        { type: 'application/octet-stream', body: '-----BEGIN PGP MESSAGE-----\n\nx' },
      ],
      'mail.pgp_encrypted',
    ],
    [
      'mixed',
      [{ type: 'application/pkcs7-mime; smime-type=enveloped-data', body: Buffer.from('MIIBUwYJKoZIhvcNAQcD', 'base64') }],
      'mail.smime_encrypted',
    ],
    ['mixed', [{ type: 'application/octet-stream; name=smime.p7m', body: 'x' }], 'mail.smime_encrypted'],
    [
      'mixed',
      [{ type: 'text/plain', body: 'Hi\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n' }],
      'mail.pgp_encrypted',
    ],
    ['mixed', [{ type: 'text/plain', body: '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi' }], 'mail.pgp_signed'],
  ])('is named for what it is: %s %j', (kind, pieces, code) => {
    const raw = mailOf(kind, ...pieces);
    const codes = receive(raw).parts.flatMap((part) => (part.type === 'system' ? [part.code] : []));
    expect(codes).toEqual([code]);
    const kept = pieces.filter(({ type }) => type !== 'text/plain').length;
    expect(receive(raw).parts.filter(({ type }) => type === 'file')).toHaveLength(kept);
    expect(toInspection(parseMail(raw))['attachments']).toHaveLength(kept);
  });

  it('is not one that only talks about it', () => {
    expect(tell(mailOf('mixed', { type: 'text/plain', body: 'what is -----BEGIN PGP MESSAGE----- for?' }))).toHaveLength(1);
  });
});

describe('an enclosed mail', () => {
  const enclosed =
    'From: =?utf-8?q?Bj=C3=B6rn?= <b@example.net>\r\nTo: ann@example.com\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nSubject: The\r\n offer\r\nMessage-ID: <7@example.net>\r\n' +
    'Content-Type: text/html; charset=utf-8\r\n\r\n<p>Price: <b>7 €</b></p><img src=x onerror=alert(1)>';

  it('can be read, and is an attachment as it came', () => {
    const raw = mailOf('mixed', { type: 'text/plain', body: 'See below.' }, { type: 'message/rfc822', body: enclosed });
    const { parts, plainText, newText } = receive(raw);
    expect(parts.map(({ type }) => type)).toEqual(['text', 'quote', 'file']);
    expect(parts[1]).toMatchObject({
      remoteMessageId: '7@example.net',
      text: 'From: Björn <b@example.net>\nTo: ann@example.com\nDate: 2026-03-02 09:00 UTC\nSubject: The offer\n\nPrice: 7 €',
    });
    expect([plainText, newText]).toEqual(['See below.', 'See below.']);
    expect(toInspection(parseMail(raw))).toMatchObject({ text: 'See below.', attachments: [{ contentType: 'message/rfc822' }] });
  });

  it('makes the words of a mail that has none', () => {
    expect(receive(mailOf('mixed', { type: 'message/rfc822', body: enclosed })).plainText).toMatch(/^From: Björn .*Price: 7 €\n\[message/s);
  });

  it('is not opened in turn, nor more than a few', () => {
    const inner = mailOf('mixed', { type: 'text/plain', body: 'outer words' }, { type: 'message/rfc822; name=inner.eml', body: enclosed });
    const [, quote] = receive(mailOf('mixed', { type: 'text/plain', body: 'x' }, { type: 'message/rfc822', body: inner })).parts;
    expect(quote).toMatchObject({ text: expect.stringContaining('Attachments: inner.eml') });
    expect(quote).toMatchObject({ text: expect.not.stringContaining('Price') });
    const many = mailOf('digest', ...Array.from({ length: 40 }, () => ({ type: 'message/rfc822', body: enclosed })));
    const { parts } = receive(many);
    expect(parts.filter(({ type }) => type === 'quote')).toHaveLength(5);
    expect(parts).toHaveLength(32);
  });

  it('is not shown where it is our own that came back', () => {
    const report =
      'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; b@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n';
    const raw = Buffer.from(
      `From: MAILER-DAEMON@example.net\r\nSubject: failure\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nNo such user.\r\n--b\r\n${report}--b\r\nContent-Type: message/rfc822\r\n\r\n${enclosed}\r\n--b--\r\n`,
    );
    const event = receive(raw);
    expect(event.flags.bounce).toBe(true);
    expect(event.parts.some(({ type }) => type === 'quote')).toBe(false);
  });
});

describe('an invitation', () => {
  it('is shown as one beside its words, and stays an attachment', () => {
    const ics =
      'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Demo\r\nDTSTART:20260302T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
    const raw = mailOf('alternative', { type: 'text/plain', body: 'Please come.' }, { type: 'text/calendar; method=REQUEST', body: ics });
    expect(tell(raw)).toEqual(['text: Please come.', 'form: Invitation: Demo\nWhen: 2026-03-02 10:00 (UTC)', 'file: [text/calendar]']);
    expect(toInspection(parseMail(raw))['attachments']).toHaveLength(1);
    expect(receive(mailOf('mixed', { type: 'text/calendar', body: ics })).plainText).toMatch(/^Invitation: Demo/);
  });
});

describe('an image shown within the text', () => {
  it('hangs on nothing, whatever its own header says', () => {
    const attached = { type: 'image/png; name=a.png', body: 'x', more: 'Content-ID: <a@1>\r\nContent-Disposition: attachment\r\n' };
    const html = { type: 'text/html', body: '<p>x</p><img src="cid:a@1">' };
    const inlineOf = (raw: Buffer) => receive(raw).parts.flatMap((part) => (part.type === 'image' ? [part.inline] : []));
    expect(inlineOf(mailOf('mixed', html, attached))).toEqual([true]);
    expect(inlineOf(mailOf('mixed', { ...html, body: '<p>x</p>' }, attached))).toEqual([false]);
    expect(inlineOf(mailOf('mixed', { ...html, body: '<img src="cid:A%401"><img src="cid:%FF">' }, attached))).toEqual([true]);
  });

  it('is a part before all others where there are too many', () => {
    const files = Array.from({ length: 40 }, (_, at) => ({ type: `text/csv; name=${at}.csv`, body: String(at) }));
    const image = { type: 'image/png; name=a.png', body: 'x', more: 'Content-ID: <a@1>\r\n' };
    const { parts } = receive(mailOf('related', { type: 'text/html', body: '<p>x</p><img src="cid:a@1">' }, ...files, image));
    expect(parts).toHaveLength(32);
    expect(parts.at(-2)).toMatchObject({ type: 'image', inline: true });
    expect(parts.at(-1)).toMatchObject({ nativeType: 'attachments', fallback: expect.stringMatching(/^12 more attachments: 28\.csv/) });
  });
});
