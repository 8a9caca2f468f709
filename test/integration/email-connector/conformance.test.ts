import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { createConformanceCases, type RemoteMessage, type RemoteUnderTest } from '#connector-sdk/testing';
import type { InboxRef, MessagePart } from '#contracts';
import { HealthRegistry, SecretKey, Settings, silentLogger, SystemClock } from '#runtime';
import type { EmailInboxConfig } from '../../../apps/email-connector/src/email.config.js';
import { emailDescriptor, EmailConnectorFactory } from '../../../apps/email-connector/src/email.connector.js';
import { ParserPool } from '../../../apps/email-connector/src/parsing/parser-pool.js';
import { SmtpDoor } from '../../../apps/email-connector/src/receiving/smtp/smtp-door.js';
import { DESK, OutgoingServerUnderTest, SendersUnderTest, toAddress } from './senders-under-test.js';

let folder: string;
let door: SmtpDoor;
let emails: EmailConnectorFactory;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-conformance-'));
  const settings = Settings.parse({ data: { dir: folder }, smtp: { port: 0 }, email: { checkSenders: false } });
  const pool = new ParserPool(settings, silentLogger);
  door = new SmtpDoor(settings, silentLogger, new SystemClock(), new HealthRegistry());
  emails = new EmailConnectorFactory(door, settings, new SecretKey('a secret of the conformance tests, long'), pool);
  await door.onApplicationBootstrap();
});
afterAll(async () => {
  await door.onApplicationShutdown();
  await emails.onApplicationShutdown();
  await rm(folder, { recursive: true, force: true });
});

/** Senders' servers before the door, an outgoing server behind it. */
describe('the email connector conforms', () => {
  const factory = {
    descriptor: emailDescriptor,
    create: (inbox: InboxRef, config: EmailInboxConfig) => emails.create(inbox, config),
    inboxesLoaded: () => emails.inboxesLoaded(),
  };
  const notApplicable = {
    'a mail has no kinds that are unknown, and no signature that the door asks for': ['receiving.unknown_kind', 'receiving.forged'],
    'the door needs no password, holds no link and has no deadline of its own': [
      ...['running.bad_credentials', 'receiving.broken_link', 'receiving.deadline'],
    ],
    'it takes mails at least once': ['receiving.at_most_once'],
    'mail has no such thing': [
      ...['in.location', 'in.link', 'in.card', 'in.choice', 'in.sticker', 'in.call', 'receiving.groups'],
      ...['sending.twice', 'sending.recall'],
    ],
    'beyond what a test should send': ['sending.text_limit'],
    'a reply has at most as many parts': ['sending.parts_limit'],
  };
  const unshown = { 'a bounce is a mail of its own: bounces.test.ts': ['receipts.failed'] };
  for (const { name, run } of createConformanceCases({ factory: factory as never, openRemote, notApplicable, unshown }))
    it(name, async () => void (await run()), 30_000);
});

async function openRemote(): Promise<RemoteUnderTest> {
  const senders = new SendersUnderTest(() => door.ports[0]!);
  const outgoing = await OutgoingServerUnderTest.open();
  return {
    settings: { address: DESK, smtp: { url: outgoing.url } },
    offer: (message) => Promise.resolve(senders.queue(message, toMail(message))),
    offerAgain: (message) => senders.repeat(message),
    acknowledged: () => Promise.resolve(senders.taken),
    offerKind: (type, message) => {
      const mail = toMailOf(type, message);
      if (mail !== null) senders.queue(message, mail);
      return Promise.resolve(mail !== null);
    },
    sentBytes: (id) => senders.bytesOf(id),
    outgoing,
    close: async () => {
      senders.close();
      await outgoing.close();
    },
  };
}

function toHead({ id, from }: RemoteMessage): string[] {
  return [
    `From: ${from} <${toAddress(from)}>`,
    `To: ${DESK}`,
    `Subject: Order ${id}`,
    `Message-ID: <${id}@customer.example>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
  ];
}

function toMail(message: RemoteMessage): string {
  return [...toHead(message), 'Content-Type: text/plain; charset=utf-8', '', message.text, ''].join('\r\n');
}

const TYPES: Readonly<Record<string, string>> = {
  form: 'text/calendar; method=REQUEST',
  quote: 'message/rfc822',
  image: 'image/png',
  file: 'application/pdf',
  audio: 'audio/mpeg',
  video: 'video/mp4',
};

const CONTENTS: Readonly<Record<string, string>> = {
  form: [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:e-1', 'SUMMARY:A meeting'],
    ...['DTSTART:20260302T100000Z', 'DTEND:20260302T110000Z', 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n'),
  quote: ['From: grace@customer.example', 'Subject: Before', 'Message-ID: <before@customer.example>', '', 'What was said before.', ''].join(
    '\r\n',
  ),
};

function toMailOf(type: MessagePart['type'], message: RemoteMessage): string | null {
  const { text } = message;
  if (type === 'html') return [...toHead(message), 'Content-Type: text/html; charset=utf-8', '', `<p>${text}</p>`, ''].join('\r\n');
  const contentType = TYPES[type];
  if (contentType === undefined) return null;
  const attached = [
    `Content-Type: ${contentType}; name=a`,
    'Content-Disposition: attachment; filename=a',
    'Content-Transfer-Encoding: base64',
    '',
  ];
  return [
    ...[...toHead(message), 'Content-Type: multipart/mixed; boundary=b', ''],
    ...['--b', 'Content-Type: text/plain; charset=utf-8', '', text],
    ...['--b', ...attached, Buffer.from(CONTENTS[type] ?? 'some bytes').toString('base64'), '--b--', ''],
  ].join('\r\n');
}
