import { InboundMessage } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import type { MailEnvelope } from '../../parsing/parser.js';
import { parseMail } from '../parse-mail.js';
import { toInboundMessage } from '../to-inbound-message.js';

const envelope: MailEnvelope = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  mailFrom: 'anna@example.net',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-06-02T09:00:05.000Z',
  deliveryId: 'door:1:1',
};
const convert = (raw: Buffer) => toInboundMessage(raw, parseMail(raw), envelope);
const mailOf = (headers: string, body: string) =>
  Buffer.from(
    `From: "Anna" <anna@example.net>\r\nTo: support@example.com\r\nDate: Tue, 2 Jun 2026 09:00:00 +0000\r\n${headers}\r\n${body}`,
  );

describe('the event of a forward', () => {
  const quoted =
    'Please help her.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Mia Moeller <Mia@Pump.example>\r\nDate: Tue, 2 Jun 2026 at 09:31\r\nSubject: Leak\r\nTo: <anna@example.net>\r\n\r\nIt leaks.\r\n';

  it('says who wrote what is quoted in it', () => {
    const { event } = convert(mailOf('Message-ID: <f1@example.net>\r\nSubject: Fwd: Leak\r\n', quoted));
    expect(InboundMessage.parse(event).forwarded).toEqual({
      from: { scheme: 'email', value: 'mia@pump.example', displayName: 'Mia Moeller' },
      to: [{ scheme: 'email', value: 'anna@example.net' }],
      cc: [],
      subject: 'Leak',
      date: 'Tue, 2 Jun 2026 at 09:31',
    });
    expect(event.threading.references).toEqual([]);
  });

  it('says who wrote what is enclosed in it, and leads its thread here', () => {
    const body = [
      '--b\r\nContent-Type: text/plain\r\n\r\nSee below.',
      '--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: =?utf-8?q?Mia_M=C3=B6ller?= <mia@pump.example>\r\nTo: anna@example.net\r\nSubject: Leak\r\nMessage-ID: <m2@pump.example>\r\nReferences: <m0@x.example>\r\nIn-Reply-To: <m1@x.example>\r\n\r\nIt leaks.',
      '--b--\r\n',
    ].join('\r\n');
    const { event } = convert(
      mailOf('Message-ID: <f2@example.net>\r\nReferences: <own@example.net>\r\nContent-Type: multipart/mixed; boundary=b\r\n', body),
    );
    expect(InboundMessage.parse(event).forwarded).toMatchObject({
      from: { value: 'mia@pump.example', displayName: 'Mia Möller' },
      subject: 'Leak',
      messageId: 'm2@pump.example',
      references: ['m0@x.example', 'm1@x.example'],
    });
    expect(event.threading.references).toEqual(['m0@x.example', 'm1@x.example', 'm2@pump.example', 'own@example.net']);
  });

  it.each([
    ['an answer', 'Subject: Re: Leak\r\n', 'Yes.\r\n\r\nOn Tue, 2 Jun 2026, Mia <mia@pump.example> wrote:\r\n> It leaks.\r\n'],
    [
      'a forward that names nobody',
      'Subject: Fwd: Leak\r\n',
      '---------- Forwarded message ---------\r\nFrom: Mia\r\nSubject: Leak\r\n\r\nIt leaks.\r\n',
    ],
  ])('says nothing of %s', (_what, headers, body) => {
    expect(convert(mailOf(`Message-ID: <f3@example.net>\r\n${headers}`, body)).event.forwarded).toBeUndefined();
  });
});
