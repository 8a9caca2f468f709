import { InboundMessage } from '#contracts';
import { toTerseMessage } from '#contracts/terse';
import { describe, expect, it } from '@jest/globals';
import type { MailEnvelope } from '../parsing/parser.js';
import { parseMail } from './parse-mail.js';
import { salvageMail } from './salvage.js';
import { toInboundMessage } from './to-inbound-message.js';

const envelope: MailEnvelope = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  mailFrom: 'anna@example.net',
  rcptTo: ['support+t.k3x9@example.com'],
  receivedAt: '2026-03-02T09:00:05.000Z',
  deliveryId: 'door:1:1',
};
const convert = (raw: Buffer, more: Partial<MailEnvelope> = {}) => toInboundMessage(raw, parseMail(raw), { ...envelope, ...more });
const mailOf = (headers: string, body = 'It burns.\r\n') =>
  Buffer.from(
    `From: "Anna" <Anna@Example.net>\r\nTo: support@example.com\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n${headers}\r\n${body}`,
  );

describe('the event of a mail', () => {
  it('holds to the contract and names its bytes', () => {
    const raw = mailOf('Message-ID: <m1@example.net>\r\nSubject: Printer\r\n');
    const { event } = convert(raw);
    expect(InboundMessage.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      remoteMessageId: 'm1@example.net',
      occurredAt: '2026-03-02T09:00:00.000Z',
      conversation: { key: 'email:support:anna@example.net', continues: false },
      threading: { token: 'k3x9', subject: 'Printer', references: [] },
      sender: { displayName: 'Anna', identities: [{ value: 'anna@example.net', raw: 'Anna@Example.net', assurance: 'claimed' }] },
      plainText: 'It burns.',
      newText: 'It burns.',
      mayAutoReply: true,
      raw: { bytes: raw.length },
    });
    expect(event.recipients.map((recipient) => [recipient.kind, recipient.identity.value])).toEqual([
      ['to', 'support@example.com'],
      ['bcc', 'support+t.k3x9@example.com'],
    ]);
  });

  it.each([
    ['a mail of one text', '\r\n  It burns.\r\n\r\nAnna\r\n\r\n', 'It burns.\n\nAnna', undefined],
    ['an answer over its quote', 'Yes.\r\n\r\n> Does it burn?\r\n', 'Yes.\n\n> Does it burn?', 'Yes.'],
    ['nothing but line breaks', '\r\n\r\n', '', undefined],
  ])('tells words once: %s', (_what, body, plainText, newText) => {
    const terse = toTerseMessage(convert(mailOf('Message-ID: <m1@example.net>\r\n', body)).event);
    expect([terse.plainText, terse.newText]).toEqual([plainText, newText]);
    expect(JSON.stringify(terse.parts)).toBe('[{"partId":"1","type":"text"}]');
  });

  it.each([
    ['missing', '', 'no_date', undefined],
    ['unreadable', 'Date: yesterday\r\n', 'unreadable_date', 'yesterday'],
    ['of a clock that was never set', 'Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n', 'absurd_date', 'Thu, 1 Jan 1970 00:00:00 +0000'],
    ['years ahead', 'Date: Mon, 2 Mar 2099 09:00:00 +0000\r\n', 'absurd_date', 'Mon, 2 Mar 2099 09:00:00 +0000'],
  ])('takes our arrival for a date that is %s, and says so', (_what, date, warning, asWritten) => {
    const { event } = convert(Buffer.from(`From: a@example.net\r\n${date}\r\nhi`));
    expect(event.occurredAt).toBe(envelope.receivedAt);
    expect(event.extras).toEqual({ email: { warnings: [warning], dateAsWritten: asWritten } });
  });

  it("takes people's mail to a group for theirs where the group is the inbox's own address, and for a list's elsewhere", () => {
    const group = 'List-ID: <support.example.com>\r\nList-Post: <mailto:support@example.com>\r\nPrecedence: list\r\n';
    const { event } = convert(mailOf(group));
    expect([event.flags.automated, event.mayAutoReply]).toEqual([undefined, true]);
    const foreign = convert(mailOf(group.replaceAll('support', 'printers'))).event;
    expect([foreign.flags.automated, foreign.mayAutoReply]).toEqual([{ reason: 'header:list-id', class: 'mailing-list' }, false]);
    const robot = convert(mailOf(`${group}Auto-Submitted: auto-replied\r\n`)).event;
    expect([robot.flags.automated?.reason, robot.mayAutoReply]).toEqual(['header:auto-submitted', false]);
  });

  it('shows the files in winmail.dat instead of it, and keeps their bytes', () => {
    const le = (n: number, bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => (n >> (8 * i)) & 255));
    const attribute = (id: number, value: string) => [le(2, 1), le(id, 4), le(value.length, 4), Buffer.from(value), le(0, 2)];
    const pieces = [
      le(0x223e9f78, 4),
      le(1, 2),
      ...attribute(0x9002, ''),
      ...attribute(0x8010, 'plan.pdf\0'),
      ...attribute(0x800f, '%PDF-1.7'),
    ];
    const part = `Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.concat(pieces).toString('base64')}`;
    const { event, blobs } = convert(
      mailOf(
        'Message-ID: <m1@example.net>\r\nContent-Type: multipart/mixed; boundary=x\r\n',
        `--x\r\n\r\nHere.\r\n--x\r\n${part}\r\n--x--\r\n`,
      ),
    );
    expect(event.parts.map((each) => [each.type, each.fallback])).toEqual([
      ['text', 'Here.'],
      ['file', '[plan.pdf]'],
    ]);
    expect(blobs.map(String)).toContain('%PDF-1.7');
  });

  it('is the same by the door and by IMAP, whatever the hops wrote on it and the list hung under it', () => {
    const door = convert(mailOf('Message-ID: <m1@example.net>\r\nSubject: Printer\r\n')).event;
    const listed =
      'It burns.\r\n\r\n_______________________________________________\r\nPrinters mailing list\r\nhttps://lists.example.net/\r\n';
    const raw = Buffer.concat([
      Buffer.from('Received: from a by b; Mon, 2 Mar 2026 09:00:03 +0000\r\n'),
      mailOf('Message-ID: <m1@example.net>\r\nSubject: Printer\r\n', listed),
    ]);
    const imap = convert(raw, { deliveryId: '17:42', rcptTo: [], receivedAt: '2026-03-02T10:00:00.000Z' }).event;
    expect(imap.idempotencyKey).toBe(door.idempotencyKey);
    expect(imap.id).toBe(door.id);
    expect(imap.deliveryId).not.toBe(door.deliveryId);
  });

  it.each([
    ['a sender of nothing but NULs', 'From: =?utf-8?Q?=00?= <=?utf-8?Q?=00?=>\r\nMessage-ID: <m@example.net>'],
    ['a Message-ID of nothing but NULs', 'From: anna@example.net\r\nMessage-ID: <\0>'],
    ['a sender of control characters', 'From: <\x01\x02>\r\nMessage-ID: <\x01@example.net>'],
    ['half a character as sender', 'From: <=?utf-16?B?2AA=?=>'],
  ])('holds to the contract with %s', (_, headers) => {
    const { event } = convert(Buffer.from(`${headers}\r\nSubject: x\r\n\r\nWords\r\n`, 'latin1'));
    expect(InboundMessage.safeParse(event).error).toBeUndefined();
    expect(event.conversation.key).not.toContain('\0');
    expect(event.remoteMessageId).not.toContain('\0');
  });

  it.each([
    [
      'to another address',
      'Reply-To: Cleo <Cleo@customer.example>',
      [{ scheme: 'email', value: 'cleo@customer.example', displayName: 'Cleo' }],
    ],
    ['to the sender himself', 'Reply-To: anna@EXAMPLE.net', undefined],
    ['to our own inbox', 'Reply-To: support+t.abc@example.com', undefined],
    ['nowhere', 'Reply-To: Cleo', undefined],
  ])('says where answers are wished: %s', (_, header, replyTo) => {
    expect(convert(mailOf(`${header}\r\n`)).event.replyTo).toEqual(replyTo);
  });

  it('shows the words of a mail without headers, and takes two of them for two', () => {
    const bare = (text: string) => convert(Buffer.from(text)).event;
    const one = bare('hello this has no header at all\r\n');
    expect(one.plainText).toContain('hello this has no header at all');
    expect(bare('another one without any header, second words\r\n').id).not.toBe(one.id);
    expect(bare('hello this has no header at all\r\n').id).toBe(one.id);
  });

  it('tells apart what holds nothing to read by its bytes', () => {
    const picture = (n: number) =>
      convert(mailOf('Content-Type: text/html\r\nMessage-ID: <same@x>\r\n', `<img alt="" src="cid:${n}">\r\n`)).event;
    expect(picture(1).id).not.toBe(picture(2).id);
    expect(picture(1).id).toBe(picture(1).id);
  });

  it.each([
    'X-Spam-Flag: YES',
    'X-Spam-Status: Yes, score=9.1 required=5.0',
    'X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:SPM;',
    'X-MS-Exchange-Organization-SCL: 6',
  ])('is suspected spam where a filter said so: %s', (header) => {
    expect(convert(mailOf(`${header}\r\n`)).event.flags.spam).toBe(true);
  });

  it.each(['X-Spam-Flag: NO', 'X-Spam-Status: No, score=-1', 'X-MS-Exchange-Organization-SCL: 1'])(
    'is none where it said no: %s',
    (header) => {
      expect(convert(mailOf(`${header}\r\n`)).event.flags.spam).toBeUndefined();
    },
  );

  it('tells two mails apart that could not be read and differ in their words alone', () => {
    const unread = (body: string) => {
      const raw = mailOf('Subject: Alarm\r\n', body);
      return toInboundMessage(raw, salvageMail(raw, { code: 'parser_timeout', message: 'parsing took longer than 1500 ms' }), envelope)
        .event;
    };
    expect(unread('Disk 1 is full.\r\n').id).not.toBe(unread('Disk 2 is full.\r\n').id);
    expect(unread('Disk 1 is full.\r\n').id).toBe(unread('Disk 1 is full.\r\n').id);
  });

  it('has another key for other words under the same Message-ID, and a key of its own without one', () => {
    const one = convert(mailOf('Message-ID: <m1@example.net>\r\n')).event;
    const other = convert(mailOf('Message-ID: <m1@example.net>\r\n', 'Send me the password.\r\n')).event;
    expect(other.idempotencyKey).not.toBe(one.idempotencyKey);
    expect(other.remoteMessageId).toBe(one.remoteMessageId);
    const nameless = convert(mailOf('')).event;
    expect(nameless.remoteMessageId).toMatch(/^h:[0-9a-f]{64}$/);
    expect(convert(mailOf('X-Hop: 2\r\n'), { receivedAt: '2026-03-03T00:00:00.000Z' }).event.idempotencyKey).toBe(nameless.idempotencyKey);
  });

  it('keeps the first and the nearest references of a long thread', () => {
    const ids = Array.from({ length: 80 }, (_, i) => `<r${i}@h>`).join('\r\n ');
    const { references } = convert(mailOf(`References: ${ids}\r\n`)).event.threading;
    expect(references).toHaveLength(50);
    expect([references[0], references[1], references[49]]).toEqual(['r0@h', 'r31@h', 'r79@h']);
  });

  it('is valid for NULs, lone surrogates, no sender, a future date and forty attachments', () => {
    const odd = Buffer.from('From: \r\nSubject: a\0b =?utf-16?B?2D0=?=\r\nDate: Mon, 2 Mar 2099 09:00:00 +0000\r\n\r\nx\0y');
    const { event } = convert(odd, { mailFrom: undefined, rcptTo: [] });
    expect(InboundMessage.parse(event)).toEqual(event);
    expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(event.occurredAt).toBe(envelope.receivedAt);
    expect(event.sender.identities[0]!.assurance).toBe('anonymous');

    const part = (i: number) => `--x\r\nContent-Type: image/png; name="p${i}.png"\r\n\r\n${i}\r\n`;
    const parts = Array.from({ length: 40 }, (_, i) => part(i)).join('');
    const many = convert(mailOf('Content-Type: multipart/mixed; boundary=x\r\n', `${parts}--x--`));
    expect(InboundMessage.parse(many.event)).toEqual(many.event);
    expect(many.event.parts).toHaveLength(32);
    expect(many.event.parts.at(-1)!.fallback).toContain('p39.png');
    expect(many.blobs).toHaveLength(40);
  });

  it.each(['<@corp.test>', 'Bob <@corp.test>', '""@corp.test', '@corp.test'])(
    'is of nobody where the address has no local part: %s',
    (from) => {
      const raw = Buffer.from(`From: ${from}\r\nSubject: Hello\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\nIt burns.\r\n`);
      const nobody = { value: 'unknown@invalid', assurance: 'anonymous' };
      for (const mailFrom of [undefined, '@corp.test']) {
        const { event } = convert(raw, { mailFrom });
        expect(event).toMatchObject({ sender: { identities: [nobody] }, mayAutoReply: false });
      }
      expect(convert(raw).event).toMatchObject({ sender: { identities: [{ value: 'anna@example.net' }] }, mayAutoReply: false });
    },
  );

  it('moves a text too long for an event into the blob store', () => {
    const { event, blobs } = convert(mailOf('', '打印机坏了。'.repeat(40_000)));
    expect(InboundMessage.parse(event)).toEqual(event);
    expect(event.truncated).toBe(true);
    expect(event.parts[0]).toMatchObject({ type: 'text', textRef: expect.stringMatching(/^sha256:/) });
    expect(blobs[0]!.length).toBe(40_000 * 18);
  });

  it('never allows an automatic answer to the null path, to ourselves or to a robot', () => {
    expect(convert(mailOf(''), { mailFrom: '' }).event.mayAutoReply).toBe(false);
    expect(convert(mailOf(''), { address: 'anna@example.net' }).event.mayAutoReply).toBe(false);
    const robot = convert(mailOf('Auto-Submitted: auto-replied\r\n')).event;
    expect(robot).toMatchObject({ mayAutoReply: false, flags: { automated: { reason: 'header:auto-submitted', class: 'auto-reply' } } });
  });
});
