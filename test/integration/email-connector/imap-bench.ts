import { setTimeout as sleep } from 'node:timers/promises';
import type { EventData } from '#contracts';
import type { TestContext } from '#connector-sdk/testing';
import type { ImapFlow } from 'imapflow';
import { connectMailProgram, type DovecotServer, startDovecot } from '../../support/services/index.js';
import { type EmailBench, openEmailBench } from './email-bench.js';

/** Waits of the shipped settings by a hundred and less: a lost link costs a test no time. */
const QUICK = { reconnectBackoffMs: [50, 200], imapReconcileMs: 500 };

/** The email connector beside a real Dovecot. */
export interface ImapBench extends EmailBench {
  readonly dovecot: DovecotServer;
  /** Settings of an inbox that reads the first user's mailbox. */
  config(imap?: Record<string, unknown>): { address: string; imap: Record<string, unknown> };
}

export async function openImapBench(
  email: Record<string, unknown> = {},
  server: { users?: DovecotServer['users']; tokenInfoUrl?: string } = {},
): Promise<ImapBench> {
  const dovecot = await startDovecot(server);
  const bench = await openEmailBench({ email: { ...QUICK, ...email } });
  const { name, password } = dovecot.users[0]!;
  return {
    ...bench,
    dovecot,
    config: (imap = {}) => ({
      address: name,
      imap: { host: '127.0.0.1', port: dovecot.imapPort, user: name, password, tls: false, since: '2020-01-01', ...imap },
    }),
    stop: async () => {
      await bench.stop();
      await dovecot.stop();
    },
  };
}

/** A mail of a customer; its Message-ID without the domain is what `idsOf` shows. */
export const mail = (id: string | null, text = 'Hello') =>
  [
    'From: Ann <ann@customer.test>',
    'To: kf@example.test',
    `Subject: About ${id ?? text}`,
    ...(id === null ? [] : [`Message-ID: <${id}@customer.test>`]),
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    '',
    text,
    '',
  ].join('\r\n');

export const named = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`);

export const receivedBy = (context: TestContext) =>
  context.emitted.filter(({ type }) => type === 'message.received.v1').map(({ data }) => data as EventData<'message.received.v1'>);
export const parkedBy = (context: TestContext) =>
  context.emitted.filter(({ type }) => type === 'message.parked.v1').map(({ data }) => data as EventData<'message.parked.v1'>);
export const idsOf = (context: TestContext) => receivedBy(context).map(({ remoteMessageId }) => remoteMessageId.split('@')[0]!);
/** Event ids: what is told twice with one id is one entry. */
export const keysOf = (context: TestContext) => new Set(context.emitted.map(({ data }) => (data as { id: string }).id));
/** UIDs that were named as gone, each once. */
export const gapsOf = (context: TestContext) => [
  ...new Set(
    context.emitted
      .filter(({ type }) => type === 'inbox.gap.v1')
      .flatMap(({ data }) => (data as EventData<'inbox.gap.v1'>).remoteIds.map((id) => Number(id.split(':')[1]))),
  ),
];

export async function until(condition: () => boolean, what: string | (() => string), limitMs = 15_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not seen within ${limitMs} ms: ${typeof what === 'string' ? what : what()}`);
    await sleep(20);
  }
}

export const untilConnected = (context: TestContext) => until(() => context.reports.at(-1)?.state === 'connected', 'connected');

/** Somebody else's mail program on the same mailbox: it may change and remove what it likes. */
export async function openOtherClient(dovecot: DovecotServer): Promise<ImapFlow> {
  const client = await connectMailProgram(dovecot);
  await client.mailboxOpen('INBOX');
  return client;
}
