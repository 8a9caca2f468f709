import { describe, expect, it } from '@jest/globals';
import { readNamed } from '../../../../test/fixtures/mails/read-fixtures.js';
import { parseMail } from './parse-mail.js';

const mailOf = (headers: string, body = 'text') => parseMail(Buffer.from(`From: Anna <anna@example.com>\r\n${headers}\r\n${body}`));

describe('the class of a mail', () => {
  it.each([
    ['', 'human', true],
    ['Auto-Submitted: no\r\n', 'human', true],
    ['Auto-Submitted: auto-generated\r\n', 'auto-reply', false],
    ['X-Auto-Response-Suppress: All\r\n', 'auto-reply', false],
    ['X-Auto-Response-Suppress: AutoReply, OOF\r\n', 'auto-reply', false],
    ['Precedence: auto_reply\r\n', 'auto-reply', false],
    ['Precedence: bulk\r\nAuto-Submitted: auto-replied\r\n', 'auto-reply', false],
    ['Subject: Automatic reply: Printer\r\n', 'auto-reply', false],
    ['Subject: Abwesenheitsnotiz: Drucker\r\n', 'auto-reply', false],
    ['Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDmiZPljbDmnLo=?=\r\n', 'auto-reply', false],
    ['Subject: Is automatic reply broken?\r\n', 'human', true],
    ['Return-Path: <>\r\n', 'auto-reply', false],
    ['List-Id: <printers.example.com>\r\n', 'mailing-list', false],
    ['Precedence: bulk\r\n', 'mailing-list', false],
  ])('%j is %s', (headers, kind, answerable) => {
    expect(mailOf(headers)).toMatchObject({ class: kind, mayAutoReply: answerable });
  });

  it.each([
    ['multipart/report; report-type=disposition-notification; boundary=x', 'message/disposition-notification', 'read-receipt'],
    ['multipart/report; report-type=feedback-report; boundary=x', 'message/feedback-report', 'feedback-report'],
  ])('knows %s', (type, part, kind) => {
    const mail = mailOf(`Content-Type: ${type}\r\n`, `--x\r\n\r\nhi\r\n--x\r\nContent-Type: ${part}\r\n\r\nX: y\r\n--x--`);
    expect(mail).toMatchObject({ class: kind, mayAutoReply: false });
  });
});

describe('mails of people that look automatic, and of robots that do not', () => {
  it.each(readNamed('kinds.txt'))('are told apart: %s', (wanted, mail) => {
    const [kind, unanswered] = wanted.split(', ');
    const raw = Buffer.from(mail.replace('\n\n', '\nContent-Type: text/plain; charset=utf-8\n\n').replaceAll('\n', '\r\n'));
    expect(parseMail(raw)).toMatchObject({ class: kind, mayAutoReply: kind === 'human' && unanswered === undefined });
  });

  it('keeps the signal that decided', () => {
    expect(mailOf('X-Loop: desk\r\n').classReason).toBe('header:x-loop');
    expect(mailOf('Subject: x\r\n', 'This is an automated reply.').classReason).toBe('text:automatic');
    expect(mailOf('X-Loop: me\r\nUser-Agent: Mozilla Thunderbird\r\n').classReason).toBeNull();
  });

  it('takes the answer to an invitation for one click of a robot', () => {
    const mail = mailOf('Subject: Accepted: Meeting\r\nContent-Type: text/calendar; method=REPLY\r\n', 'BEGIN:VCALENDAR');
    expect(mail).toMatchObject({ class: 'auto-reply', classReason: 'type:calendar-reply' });
    expect(mailOf('Content-Type: text/calendar; method=REQUEST\r\n', 'BEGIN:VCALENDAR').class).toBe('human');
  });
});

describe('delivery reports', () => {
  const report = (...blocks: string[]) =>
    parseMail(
      Buffer.from(
        [
          'Return-Path: <>',
          'From: Mail Delivery System <MAILER-DAEMON@mx.example.net>',
          'Subject: Undelivered Mail Returned to Sender',
          'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
          '',
          '--x',
          '',
          'Sorry.',
          '--x',
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns; mx.example.net',
          '',
          ...blocks,
          '--x',
          'Content-Type: text/rfc822-headers',
          '',
          'Return-Path: <support+b.abc@example.com>',
          'Message-ID: <sent.1@example.com>',
          '--x--',
        ].join('\r\n'),
      ),
    );

  it('tells whose address is dead and which mail came back', () => {
    const mail = report(
      'Final-Recipient: rfc822; dead@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n',
      'Final-Recipient: rfc822; full@example.net\r\nAction: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n',
    );
    expect(mail).toMatchObject({
      class: 'bounce',
      mayAutoReply: false,
      bounce: { originalMessageId: 'sent.1@example.com', originalReturnPath: 'support+b.abc@example.com' },
    });
    expect(mail.bounce!.recipients).toEqual([
      { address: 'dead@example.net', status: '5.1.1', replyCode: '550', reason: '550 5.1.1 User unknown', permanent: true, failed: true },
      { address: 'full@example.net', status: '5.2.2', replyCode: '552', reason: '552 5.2.2 Mailbox full', permanent: false, failed: true },
    ]);
  });

  it('takes a report of success for no bounce', () => {
    const mail = report('Final-Recipient: rfc822; ok@example.net\r\nAction: delivered\r\nStatus: 2.0.0\r\n');
    expect(mail.bounce).toBeNull();
    expect(mail.mayAutoReply).toBe(false);
  });

  it('reads a report in words alone', () => {
    const body = 'Hi. I tried to deliver your message, it could not be delivered.\r\n\r\n<gone@example.net>:\r\n550 5.1.1 no such user\r\n';
    const mail = parseMail(Buffer.from(`Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nSubject: failure notice\r\n\r\n${body}`));
    expect(mail).toMatchObject({
      class: 'bounce',
      bounce: { recipients: [{ address: 'gone@example.net', status: '5.1.1', permanent: true }] },
    });
  });
});
