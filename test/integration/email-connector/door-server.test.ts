import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DoorServer, type MailAtDoor } from '../../../apps/email-connector/src/receiving/smtp/door-server.js';
import { RateLimit } from '../../../apps/email-connector/src/receiving/smtp/rate-limit.js';
import { RecipientDirectory } from '../../../apps/email-connector/src/receiving/smtp/recipient-directory.js';
import type { TlsCredentials } from '../../../apps/email-connector/src/receiving/smtp/tls-credentials.js';
import { SystemClock } from '#runtime';
import { SmtpClient } from '../../support/smtp-client.js';

const MOST = 100_000;
const TO = 'support@example.com';
const mail = (bytes: number) => `Subject: x\r\n\r\n${'x'.repeat(bytes)}\r\n`;

describe('the bytes that the SMTP door holds', () => {
  let door: DoorServer;
  let port: number;
  let warnings: string[];
  let take: (mail: MailAtDoor) => Promise<void>;
  const clients: SmtpClient[] = [];
  const sockets: Socket[] = [];

  beforeEach(async () => {
    warnings = [];
    take = () => Promise.resolve();
    const recipients = new RecipientDirectory();
    recipients.replace([{ id: 'support', addresses: [TO], catchAll: false }]);
    const address = { host: '127.0.0.1', port: 0, setting: 'smtp.port', lmtp: false };
    const plan = {
      doors: [address],
      tls: {} as TlsCredentials,
      name: 'door.test',
      maxMessageBytes: 80_000,
      maxConnections: 100,
      maxPerMinutePerAddress: 1_000,
      clockOffsetMs: 0,
    };
    const rate = new RateLimit(new SystemClock(), plan.maxPerMinutePerAddress);
    const warn = (message: string) => void warnings.push(message);
    door = new DoorServer({ plan, recipients, rate, greet: () => {}, take: (at) => take(at), warn }, MOST);
    port = await door.open(address);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    await door.close();
  });

  const send = (bytes: number) => {
    const client = new SmtpClient(port);
    clients.push(client);
    return client.send('ann@customer.test', [TO], mail(bytes));
  };

  /** A connection that has said so much of its mail and not its end. */
  const hold = async (bytes: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    await until(() => said.includes('220 '));
    socket.write(`EHLO sender.test\r\nMAIL FROM:<ann@customer.test>\r\nRCPT TO:<${TO}>\r\nDATA\r\n`);
    await until(() => said.includes('354 '));
    await new Promise((resolve) => socket.write(mail(bytes), resolve));
    await pause(100); // The door reads it meanwhile: nothing tells us when.
    return socket;
  };

  it('count while a mail is read: with too much held unfinished, others are asked to come back until it goes', async () => {
    const held = await hold(70_000);
    expect(await send(40_000)).toMatch(/^452 4\.3\.1 /);
    expect(await send(10_000)).toMatch(/^250 /);
    held.destroy();
    await until(async () => (await send(79_000)).startsWith('250 '));
    expect(warnings).toEqual(['mail not taken']);
  });

  it('are free again after mails that were taken, too large, too many or not taken', async () => {
    take = () => Promise.reject(new Error('no'));
    expect(await send(79_000)).toMatch(/^451 /);
    take = () => Promise.resolve();
    for (let round = 0; round < 3; round += 1) {
      expect(await send(90_000)).toMatch(/^552 /);
      expect(await send(79_000)).toMatch(/^250 /);
    }
    const held = await hold(60_000);
    expect(await send(79_000)).toMatch(/^452 /);
    held.write('\r\n.\r\n');
    await until(async () => (await send(79_000)).startsWith('250 '));
  });

  it('are not held by a mail that turned out too large, however long it goes on', async () => {
    await hold(500_000);
    expect(await send(79_000)).toMatch(/^250 /);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await holds());) {
    if (Date.now() > end) throw new Error('did not come about within 5 s');
    await pause(10);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
