import { describe, expect, it } from '@jest/globals';
import { readNamed } from '../../../../../test/fixtures/mails/read-fixtures.js';
import { parseMail } from '../parse-mail.js';

function report(text: string, subject = 'failure notice'): ReturnType<typeof parseMail>['bounce'] {
  const head = `From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nReturn-Path: <>\r\nTo: desk@example.com\r\nSubject: ${subject}\r\n`;
  return parseMail(
    Buffer.from(`${head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text.replaceAll('\n', '\r\n')}`),
  ).bounce;
}

const verdicts = (text: string, subject?: string) =>
  Object.fromEntries(report(text, subject)!.recipients.map(({ address, permanent }) => [address, permanent]));

describe('a report in words', () => {
  it('has a verdict for each recipient it names, and none for whom to ask', () => {
    const text = [
      "I'm afraid I wasn't able to deliver your message to the following addresses. Questions: please contact <help@mx.example.net>.",
      '',
      '<gone@example.org>:',
      'Remote host said: 550 5.1.1 <gone@example.org>: Recipient address rejected: User unknown in table',
      '',
      '<full@example.org>:',
      'Remote host said: 552 5.2.2 <full@example.org>: Recipient address rejected: Mailbox full',
      '',
      '--- Below this line is a copy of the message.',
      '',
      'Return-Path: <desk@example.com>',
      'To: somebody@example.org',
    ].join('\n');
    expect(verdicts(text)).toEqual({ 'gone@example.org': true, 'full@example.org': false });
    expect(report(text)!.recipients[0]).toMatchObject({
      status: '5.1.1',
      replyCode: '550',
      reason: expect.stringContaining('User unknown'),
    });
  });

  it.each([
    ['no such user, in answer to RCPT', 'host mx.example.org said: 550 No such user here (in reply to RCPT TO command)', true],
    ['the same only after DATA: a filter', '>>> DATA\n<<< 550 Unknown user gone@example.org', false],
    [
      'what was said of the sender',
      'SMTP error from remote mail server after MAIL FROM:<desk@example.com>:\n550 5.1.7 No such domain example.com.',
      false,
    ],
    ['an unknown host', '550 5.1.2 Host unknown (Name server: example.org: host not found)', true],
    ['an address that moved', '551 5.1.6 The recipient has moved', true],
    ['a full box behind a general refusal', '552 5.2.2 Recipient address rejected: over quota', false],
    ['a sleeping account', '525 5.7.13 Recipient address rejected: account disabled', false],
    ['spam', '554 5.7.1 Message rejected as spam', false],
    ['a size', '552 5.3.4 Message size exceeds fixed limit', false],
    ['time', '451 4.4.1 Connection timed out; will try again', false],
    ['an unknown user in Chinese', '550 用户不存在', true],
    ['a full box in Chinese', '550 邮箱已满', false],
  ])('knows %s', (_case, words, dead) => {
    expect(verdicts(`Your message could not be delivered.\n\n<gone@example.org>\n    ${words}`)).toEqual({ 'gone@example.org': dead });
  });

  it('fills what a machine part leaves general', () => {
    const raw = [
      'From: MAILER-DAEMON@mx.example.net',
      'Subject: Delivery status',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'gone@example.org: 550 5.1.1 User unknown',
      'full@example.org: 552 5.2.2 Mailbox full',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net',
      '',
      ...['gone', 'full'].flatMap((name) => [`Final-Recipient: rfc822; ${name}@example.org`, 'Action: failed', 'Status: 5.0.0', '']),
      '--b--',
      '',
    ].join('\r\n');
    expect(parseMail(Buffer.from(raw)).bounce!.recipients).toMatchObject([
      { address: 'gone@example.org', status: '5.1.1', replyCode: '550', permanent: true },
      { address: 'full@example.org', status: '5.2.2', replyCode: '552', permanent: false },
    ]);
  });

  it('takes so many recipients of a machine part only, and reads the words once', () => {
    const raw = [
      'From: MAILER-DAEMON@mx.example.net',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      'user '.repeat(4_000),
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net\r\n',
      ...Array.from({ length: 3_000 }, (_, i) => `Final-Recipient: rfc822; a${i}@b.c\r\nAction: failed\r\nStatus: 5.0.0\r\n`),
      '--b',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: ${'>'.repeat(200_000)}x`,
      '--b--',
    ].join('\r\n');
    const began = process.cpuUsage();
    expect(parseMail(Buffer.from(raw)).bounce!.recipients).toHaveLength(100);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it.each(['RCPT TO: ', 'a@b.c\n', 'a'.repeat(1_000), '550 5.1.1 ', '<<< ', '\n'])('is read in no time when it repeats %j', (piece) => {
    const began = process.cpuUsage();
    report(piece.repeat(Math.ceil(100_000 / piece.length)));
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});

describe('reports of many servers in words', () => {
  it.each(readNamed('reports.txt'))('%s', (title, mail) => {
    const { class: kind, bounce } = parseMail(Buffer.from(mail.replaceAll('\n', '\r\n')));
    const state = ({ permanent, delayed }: { permanent: boolean; delayed?: boolean }) =>
      permanent ? 'dead' : delayed === true ? 'delayed' : 'alive';
    expect(kind).toBe('bounce');
    expect(bounce!.recipients.map((recipient) => `${recipient.address} ${state(recipient)}`).join(', ')).toBe(
      title.replace(/^[^:]*: /, ''),
    );
  });
});
