import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { OutgoingUnderTest, RemoteAnswer, RemoteMessage } from '#connector-sdk/testing';
import type { CommandId, InboxId, MessagePart, ReplyRequested } from '#contracts';
import { SmtpClient } from '../../support/smtp-client.js';

export const DESK = 'support@example.com';
const RETRY_MS = 50;

/** Servers of senders: each mail again until it gets its 250, those of one sender one after the other. */
export class SendersUnderTest {
  readonly taken: string[] = [];
  private readonly mails = new Map<string, string>();
  private readonly lines = new Map<string, Promise<void>>();
  private closed = false;

  constructor(private readonly port: () => number) {}

  queue(message: RemoteMessage, mail: string): void {
    this.mails.set(message.id, mail);
    const before = this.lines.get(message.from) ?? Promise.resolve();
    this.lines.set(
      message.from,
      before.then(() => this.sendUntilTaken(message, mail)),
    );
  }

  async repeat(message: RemoteMessage): Promise<void> {
    await this.send(message, this.mails.get(message.id)!);
  }

  bytesOf(id: string): Buffer {
    return Buffer.from(this.mails.get(id)!);
  }

  close(): void {
    this.closed = true;
  }

  private async sendUntilTaken(message: RemoteMessage, mail: string): Promise<void> {
    while (!this.closed) {
      if (await this.send(message, mail).catch(() => false)) {
        this.taken.push(message.id);
        return;
      }
      await sleep(RETRY_MS);
    }
  }

  private async send({ from }: RemoteMessage, mail: string): Promise<boolean> {
    const client = new SmtpClient(this.port());
    try {
      return (await client.send(toAddress(from), [DESK], mail)).startsWith('250');
    } finally {
      client.close();
    }
  }
}

/** The desk's outgoing server. */
export class OutgoingServerUnderTest implements OutgoingUnderTest {
  readonly errors = {
    unknown_user: 'recipient_invalid',
    too_large: 'too_large',
    spam: 'recipient_blocked',
    greylisted: 'retriable',
  } as const;
  private readonly arrived: string[] = [];
  private answer: RemoteAnswer | null = null;
  private error: string | null = null;

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<OutgoingServerUnderTest> {
    const holder: { made?: OutgoingServerUnderTest } = {};
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onRcptTo: (_address, _session, done) => done(holder.made!.judgeRecipient()),
      onData: (stream, session, done) => void holder.made!.take(stream, session, done),
    });
    server.on('error', () => undefined);
    const made = new OutgoingServerUnderTest(server);
    holder.made = made;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  createReply(text: string): ReplyRequested {
    return toReply([{ partId: '1', type: 'text', text, fallback: text }]);
  }

  async createReplyOf(
    type: MessagePart['type'],
    context: { blobs: { put(content: Buffer): Promise<{ ref: string; sha256: string; bytes: number }> } },
  ) {
    if (type === 'html') return toReply([{ partId: '1', type: 'html', html: '<p>Hello</p>', fallback: 'Hello' }]);
    const { ref, bytes } = await context.blobs.put(Buffer.from('bytes of a file'));
    const media = { state: 'stored', blobRef: ref, fileName: 'a.bin', detectedType: 'application/octet-stream', sizeBytes: bytes };
    return toReply([{ partId: '1', type, media, fallback: 'a.bin' } as MessagePart]);
  }

  received(): Promise<readonly string[]> {
    return Promise.resolve(this.arrived);
  }

  answerNext(answer: RemoteAnswer): Promise<void> {
    this.answer = answer;
    return Promise.resolve();
  }

  failNext(error: string): Promise<void> {
    this.error = error;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private judgeRecipient(): Error | null {
    const answers: Readonly<Record<string, readonly [number, string]>> = {
      unknown_user: [550, '5.1.1 No such user'],
      greylisted: [451, '4.7.1 Greylisted, try again later'],
      refuse: [550, '5.1.1 No such user'],
      later: [451, '4.3.0 Try again later'],
    };
    const found = answers[this.error ?? this.answer ?? ''];
    if (found === undefined) return null;
    this.error = null;
    this.answer = null;
    return Object.assign(new Error(found[1]), { responseCode: found[0] });
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error | null) => void): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    const failed =
      this.error === 'too_large'
        ? ([552, '5.3.4 Message too big'] as const)
        : this.error === 'spam'
          ? ([554, '5.7.1 Spam'] as const)
          : null;
    if (failed !== null) {
      this.error = null;
      return done(Object.assign(new Error(failed[1]), { responseCode: failed[0] }));
    }
    const { text = '', html, attachments } = await simpleParser(Buffer.concat(chunks));
    const words = text.trim() === '' ? String(html ?? '') : text.trim();
    this.arrived.push(attachments.length > 0 ? `${words} ${attachments[0]!.filename ?? ''}`.trim() : words);
    if (this.answer !== 'vanish') return done();
    this.answer = null;
    for (const connection of (this.server as unknown as { connections: Set<{ session: SMTPServerSession; _socket: { destroy(): void } }> })
      .connections)
      if (connection.session.id === session.id) connection._socket.destroy();
  }
}

function toReply(parts: MessagePart[]): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme: 'email', value: 'ann@customer.example' }],
    parts,
    subject: 'Re: Order',
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
  };
}

export const toAddress = (from: string) => `${from.replaceAll(/\W/g, '')}@customer.example`;
