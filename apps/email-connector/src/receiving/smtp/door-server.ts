import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession, SMTPServer } from 'smtp-server';
import { BytesInFlight } from './bytes-in-flight.js';
import { badSender, DoorAnswer, notNow, tooFast, unknownRecipient } from './door-answers.js';
import type { SmtpClient } from '../../authenticating/spf.js';
import type { IncomingMail } from './door-inboxes.js';
import type { RateLimit } from './rate-limit.js';
import { readMessage } from './read-message.js';
import type { InboxAddresses } from './recipient-directory.js';
import type { TlsCredentials } from './tls-credentials.js';

/** Mail held in memory at once, over all connections, read to its end or not; above it senders are asked to come back. */
const MAX_BYTES_IN_FLIGHT = 96 * 1024 * 1024;
const CLOSE_MS = 3_000;
const MAX_HELO = 255;

type Done = (error?: Error | null, message?: string | unknown[]) => void;

export interface DoorAddress {
  readonly host: string;
  readonly port: number;
  /** The setting that names the port. */
  readonly setting: string;
  readonly lmtp: boolean;
}

export interface DoorPlan {
  readonly tls: TlsCredentials;
  readonly name: string;
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
}

export interface MailAtDoor extends Omit<IncomingMail, 'receivedAt' | 'checks' | 'relayed'> {
  /** What the client called itself. */
  readonly helo: string;
}

export interface DoorParts {
  readonly plan: DoorPlan;
  /** `complete`: an address that is not found is nobody's. */
  readonly recipients: { find(address: string): InboxAddresses | null; readonly complete: boolean };
  readonly rate: RateLimit;
  /** A mail begins, for somebody who is here: who sends it can be looked into while its bytes come. */
  greet(client: SmtpClient): void;
  /** Resolves when the mail is durable; rejects with a `DoorAnswer`. */
  take(mail: MailAtDoor): Promise<void>;
  warn(message: string, fields: Readonly<Record<string, string>>): void;
}

/**
 * SMTP and LMTP as spoken at the door. `250` means: durable on the log. `451` means: nothing was taken.
 * Only CRLF.CRLF ends a message (smtp-server sees to it), so nothing can be smuggled behind a bare LF.
 */
export class DoorServer {
  private readonly servers: SMTPServer[] = [];
  private readonly inFlight: BytesInFlight;

  constructor(
    private readonly parts: DoorParts,
    maxBytesInFlight = MAX_BYTES_IN_FLIGHT,
  ) {
    this.inFlight = new BytesInFlight(maxBytesInFlight);
  }

  /** Resolves with the port that is open; rejects with what the system said. */
  open(door: DoorAddress): Promise<number> {
    const { plan, warn } = this.parts;
    const server = new SMTPServer({
      ...plan.tls,
      name: plan.name,
      banner: 'Tributary',
      lmtp: door.lmtp,
      size: plan.maxMessageBytes,
      maxClients: plan.maxConnections,
      authOptional: true,
      disabledCommands: ['AUTH'],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: CLOSE_MS,
      onMailFrom: (address, _session, done) => {
        done(isPlausibleSender(address.address) ? null : badSender('sender address is malformed'));
      },
      onRcptTo: (address, session, done) => done(this.judgeRecipient(address, session)),
      onData: (stream, session, done) => void this.take(stream, session, door.lmtp, done as Done),
    });
    // Without it an answer may wait 40 ms for the peer's delayed acknowledgement.
    server.server.on('connection', (socket: Socket) => socket.setNoDelay(true));
    this.servers.push(server);
    return new Promise((resolve, reject) => {
      const refuse = (error: Error): void => reject(error);
      // The library passes on what the port says, and throws where nobody listens.
      server.once('error', refuse);
      server.listen(door.port, door.host, () => {
        server.off('error', refuse);
        server.on('error', (error) => warn('SMTP connection failed', { error: error.message }));
        const address = server.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => closeWithin(server, CLOSE_MS)));
  }

  private judgeRecipient(address: SMTPServerAddress, session: SMTPServerSession): DoorAnswer | null {
    const { recipients, rate } = this.parts;
    if (recipients.find(address.address) === null)
      return recipients.complete ? unknownRecipient(address.address) : notNow('still starting');
    const { rcptTo, mailFrom } = session.envelope;
    if (rcptTo.length > 0) return null;
    if (!rate.take(session.remoteAddress)) return tooFast();
    // Not before: a MAIL FROM alone costs strangers nothing, and would make us ask for as many names as they like.
    this.parts.greet({ ip: session.remoteAddress, helo: heloOf(session), mailFrom: mailFrom === false ? '' : mailFrom.address });
    return null;
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession, lmtp: boolean, done: Done): Promise<void> {
    const held = this.inFlight.open();
    try {
      const raw = await readMessage(stream, this.parts.plan.maxMessageBytes, held);
      const { mailFrom, rcptTo } = session.envelope;
      await this.parts.take({
        raw,
        mailFrom: mailFrom === false ? '' : mailFrom.address,
        rcptTo: rcptTo.map(({ address }) => address),
        deliveryId: `smtp:${session.id}:${session.transaction}:${randomUUID().slice(0, 8)}`,
        remoteAddress: session.remoteAddress,
        helo: heloOf(session),
      });
      done(null, lmtp ? rcptTo.map(() => 'taken') : 'taken');
    } catch (error) {
      if (error instanceof DoorAnswer) return done(error);
      this.parts.warn('mail not taken', { error: String(error), session: session.id });
      done(notNow('the message was not read to its end'));
    } finally {
      held.release();
    }
  }
}

/** The null sender of bounces is plausible; control characters never are. */
function isPlausibleSender(address: string): boolean {
  return address.length <= 320 && !/[\p{Cc}\s<>]/u.test(address);
}

/** What is no host name says nothing, and may be as long as a command. */
function heloOf(session: SMTPServerSession): string {
  const name = session.hostNameAppearsAs || '';
  return name.length <= MAX_HELO ? name : '';
}

function closeWithin(server: SMTPServer, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms + 500);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
