import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { EmailInboxConfig } from '../../../apps/email-connector/src/email.config.js';
import { SmtpSender } from '../../../apps/email-connector/src/sending/smtp-sender.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const received: string[] = [];
let server: SMTPServer;
let port: number;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) =>
      void text(stream).then((mail) => {
        received.push(mail);
        done();
      }),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.server.address() as AddressInfo);
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

const reply: ReplyRequested = {
  commandId: 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as CommandId,
  inboxId: 'support' as InboxId,
  to: [{ scheme: 'email', value: 'ann@example.net', displayName: '安娜' }],
  subject: 'Re: 打印机  坏了',
  parts: [{ partId: '1', type: 'text', text: 'Hello  \n\n.\nover\n\n', fallback: 'Hello' }],
  ttlMs: 1_000,
  onWindowClosed: 'fail',
  adapt: 'degrade',
  actor: { kind: 'agent' },
};

async function sendSigned(dkim: object | undefined, more: Partial<ReplyRequested> = {}): Promise<string> {
  const config = EmailInboxConfig.parse({ address: 'support@acme.example', displayName: 'Acme', dkim });
  const own = { config, idKey: Buffer.alloc(32), readBlob: () => Promise.reject(new Error('nothing to read')) };
  const sender = new SmtpSender(`smtp://127.0.0.1:${port}`, own);
  const result = await sender.send({ ...reply, ...more }, { attempt: 1, markSending: () => Promise.resolve() });
  sender.close();
  expect(result.status).toBe('sent');
  return received.at(-1)!;
}

interface Signed {
  readonly tags: Readonly<Record<string, string>>;
  readonly bodyHolds: boolean;
  readonly signatureHolds: boolean;
}

/** RFC 6376 §3.4.2, §3.4.4 and §3.7, read on their own: the other side's view of what we signed. */
function verify(mail: string): Signed {
  const end = mail.indexOf('\r\n\r\n');
  const fields = mail.slice(0, end).split(/\r\n(?![ \t])/);
  const relax = (field: string) => {
    const colon = field.indexOf(':');
    const value = field
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim();
    return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
  };
  const signature = fields.find((field) => /^dkim-signature:/i.test(field))!;
  const tags = Object.fromEntries(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => [
        tag.slice(0, tag.indexOf('=')).trim(),
        tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, tag.includes('h=') ? ' ' : ''),
      ]),
  );
  const lines = mail
    .slice(end + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  const body = lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
  const left = [...fields];
  const signed = tags['h']!.split(':').flatMap((name) => {
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`));
    return at < 0 ? [] : left.splice(at, 1);
  });
  const own = relax(signature.replace(/(\bb=)[^;]*/, '$1'));
  const text = [...signed.map(relax), own].join('\r\n');
  return {
    tags,
    bodyHolds: createHash('sha256').update(body).digest('base64') === tags['bh'],
    signatureHolds: createVerify('RSA-SHA256').update(text).verify(publicKey, tags['b']!, 'base64'),
  };
}

describe('answers of an inbox with a DKIM key', () => {
  it('are signed for its domain over what a forger would change', async () => {
    const mail = await sendSigned({ selector: 'k2026', privateKey: pem });
    const { tags, bodyHolds, signatureHolds } = verify(mail);
    expect([tags['d'], tags['s'], tags['a'], tags['c']]).toEqual(['acme.example', 'k2026', 'rsa-sha256', 'relaxed/relaxed']);
    expect(
      tags['h']!.toLowerCase()
        .split(':')
        .map((name) => name.trim()),
    ).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type']));
    expect([bodyHolds, signatureHolds]).toEqual([true, true]);
    const forged = verify(mail.replace('From: Acme', 'From: Evil'));
    expect([forged.bodyHolds, forged.signatureHolds]).toEqual([true, false]);
    expect(verify(mail.replace('Hello', 'Hallo')).bodyHolds).toBe(false);
  });

  it('may be signed for another domain, automatic ones too; without a key none is', async () => {
    const { tags, signatureHolds } = verify(
      await sendSigned({ selector: 'a', privateKey: pem, domain: 'mail.example' }, { automatic: { reason: 'ack' } }),
    );
    expect([tags['d'], signatureHolds]).toEqual(['mail.example', true]);
    expect(await sendSigned(undefined)).not.toMatch(/^dkim-signature:/im);
  });

  it.each([
    ['no key', 'not a key'],
    ['another kind', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['too short', generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('%s is refused when the inbox is set up, and not repeated', (_what, key) => {
    const parsed = EmailInboxConfig.safeParse({ address: 'support@acme.example', dkim: { selector: 'a', privateKey: key } });
    expect(parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'dkim.privateKey: an RSA private key of at least 1024 bits in PEM, without a passphrase',
    ]);
  });
});
