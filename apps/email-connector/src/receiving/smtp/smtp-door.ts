import { hostname } from 'node:os';
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
import { SenderAuthenticator } from '../../authenticating/sender-authenticator.js';
import { diskFull, DoorAnswer, notNow } from './door-answers.js';
import { DoorInboxes } from './door-inboxes.js';
import { type DoorAddress, DoorServer, type MailAtDoor } from './door-server.js';
import { RateLimit } from './rate-limit.js';
import { loadTlsCredentials } from './tls-credentials.js';

/**
 * The SMTP (and LMTP) door of all email inboxes of this process: what it takes is an inbox's to make durable, and its answer says whether it
 * was.
 */
@Injectable()
export class SmtpDoor implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly inboxes = new DoorInboxes(({ address, holder, other }) =>
    this.log.warn('two inboxes claim one address: its mail goes to the first', { address, inboxId: holder, claimedBy: other }),
  );
  /** Ports that are open, in the order SMTP, LMTP. */
  readonly ports: number[] = [];
  private readonly authenticator: SenderAuthenticator;
  private server: DoorServer | null = null;
  private closing = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HEALTH) private readonly health: HealthRegistry,
  ) {
    const { smtp, email } = settings;
    this.authenticator = new SenderAuthenticator(
      {
        enabled: email.checkSenders,
        withinMs: email.checkSendersMs,
        dnsServers: email.dnsServers,
        relays: smtp.relays,
        trustedSealers: email.trustedArcSealers,
      },
      (away) => log.warn(away ? 'no DNS resolver answers: senders of mail stay unverified' : 'the DNS resolver answers again', {}),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    const { smtp, data } = this.settings;
    this.server = new DoorServer({
      plan: {
        tls: await loadTlsCredentials(smtp, data.dir),
        name: smtp.hostName ?? hostname(),
        maxMessageBytes: smtp.maxMessageBytes,
        maxConnections: smtp.maxConnections,
      },
      recipients: this.inboxes,
      rate: new RateLimit(this.clock, smtp.maxPerMinutePerAddress),
      greet: (client) => this.authenticator.begin(client),
      take: (mail) => this.take(mail),
      warn: (message, fields) => this.log.warn(message, fields),
    });
    for (const door of listDoors(this.settings)) this.ports.push(await this.open(this.server, door));
    this.health.add({ name: 'smtp-door', check: async () => ({ ok: !this.closing }) });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.server?.close();
  }

  private async open(server: DoorServer, door: DoorAddress): Promise<number> {
    try {
      return await server.open(door);
    } catch (error) {
      await server.close();
      throw explainClosedPort(door, error as NodeJS.ErrnoException);
    }
  }

  private async take(mail: MailAtDoor): Promise<void> {
    try {
      if (this.closing) throw notNow('the door is closing');
      const { raw, mailFrom, rcptTo, deliveryId, remoteAddress, helo } = mail;
      const receivedAt = this.clock.now();
      const checks = await this.authenticator.check(raw, { ip: remoteAddress, helo, mailFrom });
      const relayed = this.authenticator.isRelay(remoteAddress);
      await this.inboxes.deliver({ raw, mailFrom, rcptTo, deliveryId, receivedAt, remoteAddress, relayed, checks });
    } catch (error) {
      if (!(error instanceof DoorAnswer)) this.log.warn('mail not taken', { error, delivery: mail.deliveryId });
      throw toAnswer(error);
    }
  }
}

function listDoors({ smtp: { host, port, lmtpPort } }: Settings): DoorAddress[] {
  const smtp = { host, port, setting: 'smtp.port', lmtp: false };
  return lmtpPort === undefined ? [smtp] : [smtp, { host, port: lmtpPort, setting: 'smtp.lmtpPort', lmtp: true }];
}

function toAnswer(error: unknown): DoorAnswer {
  if (error instanceof DoorAnswer) return error;
  return error instanceof TributaryError && error.code === 'storage_full' ? diskFull() : notNow('storage is not reachable');
}

function explainClosedPort({ port, host, setting }: DoorAddress, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'EADDRINUSE') return error;
  const variable = `TRIBUTARY_${setting
    .replace(/([A-Z])/g, '_$1')
    .replace('.', '_')
    .toUpperCase()}`;
  return new ConfigurationError(`port ${port} on ${host} is taken by another process`, {
    code: 'port_taken',
    hint: `set ${setting} (${variable}) to a free port`,
  });
}
