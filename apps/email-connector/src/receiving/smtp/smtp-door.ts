import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  CLOCK,
  type Clock,
  ConfigurationError,
  HEALTH,
  type HealthRegistry,
  LOGGER,
  type Logger,
  SETTINGS,
  type Settings,
  TributaryError,
} from '#runtime';
import { diskFull, DoorAnswer, notNow } from './door-answers.js';
import { DoorInboxes } from './door-inboxes.js';
import type { DoorAddress, DoorPlan, FromThread, Refusal, TakenMail, ToThread } from './door-protocol.js';
import { loadTlsCredentials } from './tls-credentials.js';

/** Longer than the thread takes to close its servers. */
const SHUTDOWN_MS = 4_000;

/**
 * The SMTP (and LMTP) door of all email inboxes of this process. It speaks SMTP on a thread of its own: half of what a mail costs the door is
 * its four answers, and a busy desk must not keep senders waiting, nor they the desk. Mails come over whole and in groups, answers go back.
 */
@Injectable()
export class SmtpDoor implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly inboxes = new DoorInboxes(
    () => this.tellRecipients(),
    ({ address, holder, other }) =>
      this.log.warn('two inboxes claim one address: its mail goes to the first', { address, inboxId: holder, claimedBy: other }),
  );
  /** Ports that are open, in the order SMTP, LMTP. */
  ports: readonly number[] = [];
  private thread: Worker | null = null;
  private closing = false;
  private answers: { mail: number; refusal: Refusal | null }[] = [];

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HEALTH) private readonly health: HealthRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.open(await this.makePlan());
    this.health.add({ name: 'smtp-door', check: async () => ({ ok: !this.closing && this.thread !== null }) });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    const { thread } = this;
    if (thread === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, SHUTDOWN_MS);
      thread.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.tell({ kind: 'close' });
    });
    this.thread = null;
    await thread.terminate();
  }

  private async makePlan(): Promise<DoorPlan> {
    const { smtp, data, clock } = this.settings;
    const { host, port, lmtpPort } = smtp;
    const doors: DoorAddress[] = [{ host, port, setting: 'smtp.port', lmtp: false }];
    if (lmtpPort !== undefined) doors.push({ host, port: lmtpPort, setting: 'smtp.lmtpPort', lmtp: true });
    return {
      doors,
      tls: await loadTlsCredentials(smtp, data.dir),
      name: smtp.hostName ?? hostname(),
      maxMessageBytes: smtp.maxMessageBytes,
      maxConnections: smtp.maxConnections,
      maxPerMinutePerAddress: smtp.maxPerMinutePerAddress,
      clockOffsetMs: clock.offsetMs,
    };
  }

  private open(plan: DoorPlan): Promise<void> {
    return new Promise((resolve, reject) => {
      const thread = new Worker(threadModule(), {
        workerData: plan,
        name: 'smtp-door',
        // What it holds of a mail lies outside its heap; a small nursery keeps 30 MB of the process free.
        resourceLimits: { maxYoungGenerationSizeMb: 12 },
      });
      this.thread = thread;
      this.tellRecipients();
      thread.on('message', (message: FromThread) => {
        switch (message.kind) {
          case 'listening':
            this.ports = message.ports;
            return resolve();
          case 'not listening':
            void thread.terminate();
            this.thread = null;
            return reject(explainClosedPort(message));
          case 'mails':
            return this.takeAll(message.mails, message.bytes);
          case 'warning':
            return this.log.warn(message.message, message.fields);
          case 'closed':
            return;
        }
      });
      // As an exception on the main thread would: the process ends and is started again; senders without an answer send again.
      thread.on('error', (error) => {
        throw error;
      });
    });
  }

  private takeAll(mails: readonly TakenMail[], bytes: ArrayBuffer): void {
    let offset = 0;
    for (const mail of mails) {
      void this.take(mail, Buffer.from(bytes, offset, mail.length));
      offset += mail.length;
    }
  }

  private async take({ mail, mailFrom, rcptTo, deliveryId, remoteAddress }: TakenMail, raw: Buffer): Promise<void> {
    try {
      if (this.closing) throw notNow('the door is closing');
      await this.inboxes.deliver({ raw, mailFrom, rcptTo, deliveryId, remoteAddress, receivedAt: this.clock.now() });
      this.answer(mail, null);
    } catch (error) {
      if (!(error instanceof DoorAnswer)) this.log.warn('mail not taken', { error, delivery: deliveryId });
      const { responseCode: code, enhanced, words } = toAnswer(error);
      this.answer(mail, { code, enhanced, words });
    }
  }

  private answer(mail: number, refusal: Refusal | null): void {
    if (this.answers.push({ mail, refusal }) > 1) return;
    setImmediate(() => {
      const { answers } = this;
      this.answers = [];
      this.tell({ kind: 'answers', answers });
    });
  }

  private tellRecipients(): void {
    this.tell({ kind: 'recipients', inboxes: this.inboxes.list(), complete: this.inboxes.complete });
  }

  private tell(message: ToThread): void {
    this.thread?.postMessage(message);
  }
}

function toAnswer(error: unknown): DoorAnswer {
  if (error instanceof DoorAnswer) return error;
  return error instanceof TributaryError && error.code === 'storage_full' ? diskFull() : notNow('storage is not reachable');
}

function explainClosedPort({ door, code, message }: Extract<FromThread, { kind: 'not listening' }>): Error {
  const { port, host, setting } = door;
  if (code !== 'EADDRINUSE') return new Error(message);
  const variable = `TRIBUTARY_${setting
    .replace(/([A-Z])/g, '_$1')
    .replace('.', '_')
    .toUpperCase()}`;
  return new ConfigurationError(`port ${port} on ${host} is taken by another process`, {
    code: 'port_taken',
    hint: `set ${setting} (${variable}) to a free port`,
  });
}

/** The built module: a thread runs plain JavaScript also when we were loaded from source. */
function threadModule(): URL {
  const here = import.meta.url;
  if (!here.endsWith('.ts')) return new URL('./door-thread.js', here);
  return new URL('./door-thread.js', here.replace(/\/(apps\/email-connector\/src\/receiving\/smtp\/[^/]*)$/, '/dist/$1'));
}
