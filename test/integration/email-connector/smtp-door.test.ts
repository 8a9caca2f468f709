import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestContext } from '#connector-sdk/testing';
import { SmtpClient } from '../../support/smtp-client.js';
import { type EmailBench, openEmailBench } from './email-bench.js';

const mail = (id: string, body = 'Hello, my order has not come.') =>
  [
    `From: Ann <ann@customer.test>`,
    'To: support@example.com',
    `Subject: Order ${id}`,
    `Message-ID: <${id}@customer.test>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    '',
    body,
    '',
  ].join('\r\n');

describe('the SMTP door', () => {
  let bench: EmailBench;
  let context: TestContext;
  let client: SmtpClient;
  beforeAll(async () => {
    bench = await openEmailBench({ smtp: { maxMessageBytes: 4096 } });
    ({ context } = await bench.run('support', { address: 'support@example.com', aliases: ['hilfe@bücher.example'] }));
    client = new SmtpClient(bench.port);
  });
  afterAll(async () => {
    client?.close();
    await bench?.stop();
  });

  it('answers 250 when the mail is on the log, with its exact bytes', async () => {
    const raw = mail('taken');
    expect(await client.send('ann@customer.test', ['support@example.com'], raw)).toMatch(/^250 /);
    const event = context.emitted.find(({ data }) => (data as { remoteMessageId?: string }).remoteMessageId === 'taken@customer.test');
    expect(event?.type).toBe('message.received.v1');
    expect(event?.blobs[0]?.toString()).toBe(raw);
  });

  it('answers 451 while the log is away and nothing is taken', async () => {
    context.setEmits('refuse');
    expect(await client.send('ann@customer.test', ['support@example.com'], mail('away'))).toMatch(/^451 4\.3\.0 .*nothing was taken/);
    context.setEmits('take');
    expect(await client.send('ann@customer.test', ['support@example.com'], mail('away'))).toMatch(/^250 /);
    expect(
      context.emitted.filter(({ data }) => (data as { remoteMessageId?: string }).remoteMessageId === 'away@customer.test'),
    ).toHaveLength(1);
  });

  it('refuses a recipient nobody has, takes plus addresses and aliases in either spelling of the domain', async () => {
    expect(await client.send('ann@customer.test', ['nobody@example.com'], mail('nobody'))).toMatch(/^550 5\.1\.1 /);
    expect(await client.send('ann@customer.test', ['Support+t.abc@EXAMPLE.com'], mail('plus'))).toMatch(/^250 /);
    expect(await client.send('ann@customer.test', ['hilfe@xn--bcher-kva.example'], mail('idn'))).toMatch(/^250 /);
  });

  it('refuses what is too large and goes on with the next mail of the connection', async () => {
    expect(await client.send('ann@customer.test', ['support@example.com'], mail('large', 'x'.repeat(9000)))).toMatch(/^552 /);
    expect(await client.send('ann@customer.test', ['support@example.com'], mail('next'))).toMatch(/^250 /);
  });

  it('keeps a bare LF and a lone dot after it: only CRLF.CRLF ends a mail', async () => {
    const body = 'first\n.\nMAIL FROM:<evil@test>\r\nlast';
    expect(await client.send('ann@customer.test', ['support@example.com'], mail('barelf', body))).toMatch(/^250 /);
    const event = context.emitted.find(({ data }) => (data as { remoteMessageId?: string }).remoteMessageId === 'barelf@customer.test');
    expect(event?.blobs[0]?.toString()).toContain('last');
  });

  it('keeps mail waiting at the sender while its inbox does not run', async () => {
    const { connector, context: other } = await bench.run('sales', { address: 'sales@example.com' });
    other.abort();
    await connector.stop();
    expect(await client.send('ann@customer.test', ['sales@example.com'], mail('paused'))).toMatch(/^451 .*sales is not running/);
  });
});

describe('the SMTP door with a limit', () => {
  it('gives one mail to each of its inboxes, and lets a catch-all take the rest of its domain', async () => {
    const bench = await openEmailBench();
    const one = await bench.run('one', { address: 'one@example.com' });
    const rest = await bench.run('rest', { address: 'all@example.com', catchAll: true });
    const client = new SmtpClient(bench.port);
    expect(await client.send('ann@customer.test', ['one@example.com', 'whoever@example.com'], mail('both'))).toMatch(/^250 /);
    expect([one.context.emitted.length, rest.context.emitted.length]).toEqual([1, 1]);
    client.close();
    await bench.stop();
  });
});
