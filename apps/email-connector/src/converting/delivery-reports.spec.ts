import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { CommandId } from '#contracts';
import { toMessageId } from '../email.ids.js';
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
  return toDeliveryChanges(mail.bounce!, toInboundMessage(raw, mail, envelope).event, [KEY]);
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
