import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { CommandId } from '#contracts';
import { toBounceAddress, toMessageId } from '../email.ids.js';
import { toDeliveryChanges } from './delivery-reports.js';
import { parseMail } from './parse-mail.js';
import { toInboundMessage } from './to-inbound-message.js';

const KEY = randomBytes(32);
const commandId = randomUUID() as CommandId;
const envelope = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  mailFrom: '',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-03-02T09:00:05.000Z',
  deliveryId: 'door:1:1',
};

/** A report of a mail system about one recipient of a mail of ours. */
function report(fields: { subject: string; words: string; action: string; status: string; original?: string }): Buffer {
  const original = fields.original ?? `Message-ID: <${toMessageId(commandId, 'example.com', KEY)}>`;
  const lines = [
    'From: MAILER-DAEMON@mx.example.net',
    'To: support@example.com',
    `Subject: ${fields.subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ...['', '--b', 'Content-Type: text/plain; charset=utf-8', '', fields.words],
    ...['', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.net', ''],
    ...['Final-Recipient: rfc822; anna@example.net', `Action: ${fields.action}`, `Status: ${fields.status}`],
    ...['', '--b', 'Content-Type: text/rfc822-headers', '', original, 'Subject: Answer', '', '--b--', ''],
  ];
  return Buffer.from(lines.join('\r\n'));
}

function changesOf(raw: Buffer) {
  const mail = parseMail(raw);
  return mail.bounce === null ? [] : toDeliveryChanges(mail.bounce, toInboundMessage(raw, mail, envelope).event, [KEY]);
}

describe('what a delivery report changes', () => {
  it('is that the reply failed, with the reason', () => {
    const raw = report({ subject: 'Unzustellbar', words: 'Nicht zugestellt.', action: 'failed', status: '5.1.1' });
    expect(changesOf(raw)).toMatchObject([{ commandId, status: 'failed', final: true, recipient: 'anna@example.net' }]);
  });

  it('is nothing while it is still being tried, in whatever language it is told', () => {
    const raw = report({ subject: 'Verzögerte Zustellung', words: 'Es wird weiter versucht.', action: 'delayed', status: '4.4.7' });
    expect(changesOf(raw)).toEqual([]);
  });

  /** A report in words alone, as qmail, Exim and many in China write it. */
  const inWords = (subject: string, ...words: string[]) =>
    Buffer.from(
      [
        'From: Mail Delivery System <MAILER-DAEMON@mx.example.net>',
        'Return-Path: <>',
        `To: <${toBounceAddress('support@example.com', commandId, KEY)}>`,
        `Subject: ${subject}`,
        'Content-Type: text/plain; charset=utf-8',
        '',
        ...words,
        '',
      ].join('\r\n'),
    );

  it.each([
    ['Warning: message delayed', 'Your message to anna@example.net could not be delivered yet.', 'It will be retried for 4 days.'],
    ['Warning: could not send message for past 4 hours', '<anna@example.net>: 450 4.2.0 Greylisted', 'This is a warning message only.'],
    ['Undelivered Mail: delayed', 'anna@example.net', '421 4.4.1 connection timed out', 'Delivery will continue to be attempted.'],
    ['延迟投递通知', '无法送达 anna@example.net', '系统将继续尝试投递。'],
  ])('is nothing of a delay told in words: %s', (subject, ...words) => {
    expect(changesOf(inWords(subject, ...words))).toEqual([]);
  });

  it.each([
    ['failure notice', 'recipient_invalid', true, '<anna@example.net>:', '550 5.1.1 no such user'],
    ['Mail delivery failed: returning message to sender', 'recipient_invalid', true, 'anna@example.net', '550 Unknown user'],
    ['Undelivered Mail Returned to Sender', 'quota_exceeded', false, '<anna@example.net>: 552 mailbox full'],
    ['Delivery failure', 'provider_unavailable', false, 'anna@example.net: 451 4.4.1 timed out', 'It was delayed for 5 days; giving up.'],
    ['系统退信', 'recipient_invalid', true, '无法送达 <anna@example.net>', '550 用户不存在'],
  ] as [string, string, boolean, ...string[]][])('is a failure told in words: %s (%s)', (subject, category, permanent, ...words) => {
    expect(changesOf(inWords(subject, ...words))).toMatchObject([
      { commandId, status: 'failed', recipient: 'anna@example.net', error: { category, permanent } },
    ]);
  });

  it.each([
    ['en', 'this address does not exist or no longer takes mail: 550 5.1.1 gone', 'ask the customer for another address'],
    ['zh', '该地址不存在或已停用：550 5.1.1 gone', '请向客户询问其他地址'],
  ] as const)('reads well in %s', (language, message, hint) => {
    const raw = report({
      subject: 'Undeliverable',
      words: 'x',
      action: 'failed',
      status: '5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 gone',
    });
    const mail = parseMail(raw);
    const [change] = toDeliveryChanges(mail.bounce!, toInboundMessage(raw, mail, envelope).event, [KEY], language);
    expect(change?.error).toMatchObject({ message, hint, nativeCode: '5.1.1', permanent: true });
  });

  it('is a failure where its field says so, whatever its words tell of a delay', () => {
    const raw = report({ subject: 'Delivery delayed', words: 'It was delayed and will be retried.', action: 'failed', status: '4.4.7' });
    expect(changesOf(raw)).toMatchObject([{ status: 'failed' }]);
  });

  it('is a failure where a passing code has become final', () => {
    const raw = report({ subject: 'Unzustellbar', words: 'Aufgegeben.', action: 'failed', status: '4.4.7' });
    expect(changesOf(raw)).toMatchObject([{ status: 'failed', final: true }]);
  });
});

describe('the event of a report', () => {
  it('stays small, whatever the report encloses', () => {
    const original = `Message-ID: <${'x'.repeat(400_000)}@example.com>\r\nReturn-Path: <${'y'.repeat(400_000)}@example.com>`;
    const raw = report({ subject: 'Undeliverable', words: 'Gone.', action: 'failed', status: '5.1.1', original });
    expect(JSON.stringify(toInboundMessage(raw, parseMail(raw), envelope).event).length).toBeLessThan(20_000);
  });
});
