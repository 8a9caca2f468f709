import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type HeldPortion,
  type ListingConnector,
  reason,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
  type StateReport,
  toReason,
} from '#connector-sdk';
import type { HeldMessage, InboxRef, ReplyRequested } from '#contracts';
import { SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import { TokenKeeper } from './authorising/token-keeper.js';
import type { GrantRefusedError } from './authorising/token-request.js';
import { TokenStore } from './authorising/token-store.js';
import { describeCapabilities } from './email.capabilities.js';
import { claimsOf, EmailInboxConfig } from './email.config.js';
import { InboxCondition } from './inbox-condition.js';
import type { MailParser } from './parsing/parser.js';
import { ParserPool } from './parsing/parser-pool.js';
import { acceptInOrder, acceptMail, type AcceptingParts } from './receiving/accept-mail.js';
import type { FetchedMail } from './receiving/imap/folder-reader.js';
import { MailboxFollower } from './receiving/imap/mailbox-follower.js';
import type { RoutedMail } from './receiving/imap/read-mail.js';
import { routeMails } from './receiving/imap/route-mails.js';
import { SmtpDoor } from './receiving/smtp/smtp-door.js';
import { readDomainLimit } from './sending/domain-limit-settings.js';
import { OutgoingAccounts } from './sending/outgoing-accounts.js';
import { refuseParts } from './sending/refuse-parts.js';
import { ServerLimits } from './sending/server-limits.js';
import { SmtpSender } from './sending/smtp-sender.js';

export const emailDescriptor: ConnectorDescriptor<EmailInboxConfig> = {
  channel: 'email',
  provider: 'mail',
  numberCode: 'EML',
  configSchema: EmailInboxConfig,
  claims: claimsOf,
  capabilities: describeCapabilities,
  // At the door alone an inbox works when a mail comes or goes.
  guarded: ({ imap }) => imap !== undefined,
};

/** Makes one connector per email inbox; all of a process share the SMTP door and the parsers. */
@Injectable()
export class EmailConnectorFactory implements ConnectorFactory<EmailInboxConfig>, OnApplicationShutdown {
  readonly descriptor = emailDescriptor;
  private readonly parser: MailParser;
  private readonly limits = new ServerLimits();
  private readonly accounts: OutgoingAccounts;

  constructor(
    private readonly door: SmtpDoor,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    pool: ParserPool,
  ) {
    this.parser = pool;
    this.accounts = new OutgoingAccounts(settings.email.sending.probeBackoffMs);
  }

  create(inbox: InboxRef, config: EmailInboxConfig): EmailConnector {
    const Made = config.imap === undefined ? EmailConnector : MailboxConnector;
    return new Made(inbox, config, {
      door: this.door,
      parser: this.parser,
      settings: this.settings,
      limits: this.limits,
      accounts: this.accounts,
      idKeys: this.secret.deriveAll('email-ids'),
      secret: this.secret,
    });
  }

  standStill({ id }: InboxRef, { address, aliases, catchAll }: EmailInboxConfig): void {
    this.door.inboxes.hold({ id, addresses: [address, ...aliases], catchAll });
  }

  inboxesLoaded(): void {
    this.door.inboxes.completeNow();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parser.stop();
  }
}

interface EmailParts {
  readonly door: SmtpDoor;
  readonly parser: MailParser;
  readonly settings: Settings;
  readonly limits: ServerLimits;
  readonly accounts: OutgoingAccounts;
  /** The first makes ids, all are read. */
  readonly idKeys: readonly [Buffer, ...Buffer[]];
  /** Seals what the inbox keeps of OAuth. */
  readonly secret: SecretKey;
}

const AT_THE_DOOR: StateReport = { state: 'connected', detail: 'takes mail at the SMTP door', reasons: [reason('smtp_door')] };

function toState(error: GrantRefusedError): StateReport {
  const reasons = [reason('answers_wait'), toReason(error)];
  return { state: 'bad_credentials', detail: `answers wait: ${error.message}`, hint: error.hint, reasons };
}

/** One email inbox: its addresses behind the door, its mailbox if it has one, its outgoing server. */
export class EmailConnector implements SendingConnector {
  private sender: SmtpSender | null = null;
  protected mailbox: MailboxFollower | null = null;

  constructor(
    private readonly inbox: InboxRef,
    private readonly config: EmailInboxConfig,
    private readonly parts: EmailParts,
  ) {}

  async start(context: ConnectorContext): Promise<void> {
    const { config, inbox, parts } = this;
    const { id: inboxId, provider } = inbox;
    const { address } = config;
    const accepting: AcceptingParts = {
      parser: parts.parser,
      context,
      idKeys: parts.idKeys,
      language: parts.settings.deskSettings.language,
    };
    const condition = new InboxCondition((report) => context.report(report));
    const tokens = this.openTokens(context, condition);
    const url = config.smtp?.url ?? parts.settings.smtp.out;
    const { sending } = parts.settings.email;
    this.sender = new SmtpSender(
      url,
      { config, idKey: parts.idKeys[0], readBlob: (ref) => context.blobs.get(ref) },
      {
        limits: parts.limits.of(url),
        accounts: parts.accounts,
        limit: readDomainLimit(sending, url),
        tell: (trouble) => condition.sends(trouble),
      },
      tokens,
    );
    const acceptRead = (mails: readonly RoutedMail[]) =>
      acceptInOrder(
        mails.map(({ raw, sent, ...delivery }) => ({
          raw,
          envelope: { inboxId, provider, address, ...delivery, ...(sent ? { sentBy: [address, ...config.aliases] } : {}) },
        })),
        accepting,
      );
    parts.door.inboxes.set({
      id: inbox.id,
      addresses: [config.address, ...config.aliases],
      catchAll: config.catchAll,
      accept: ({ raw, mailFrom, rcptTo, receivedAt, deliveryId, relayed, checks }) => {
        const trustedAuthserv = relayed ? parts.settings.smtp.trustedAuthserv : undefined;
        const delivery = { mailFrom, rcptTo, receivedAt: receivedAt.toISOString(), deliveryId, checks, trustedAuthserv };
        return acceptMail(raw, { inboxId, provider, address, ...delivery }, accepting);
      },
      acceptRead,
    });
    if (config.imap === undefined) return condition.receives(AT_THE_DOOR);
    const { routeByAddress, trustedAuthserv } = config.imap;
    const receiving = Object.create(context, {
      report: { value: (report: StateReport) => condition.receives(report) },
    }) as ConnectorContext;
    const take = (fetched: readonly FetchedMail[]) => {
      // Whose word is taken is the server's matter, whichever inbox a mail is for.
      const mails = fetched.map((mail) => ({ ...mail, trustedAuthserv }));
      return routeByAddress ? routeMails(inboxId, mails, parts.door.inboxes) : acceptRead(mails.map((mail) => ({ ...mail, rcptTo: [] })));
    };
    this.mailbox = new MailboxFollower(config.imap, parts.settings.email, receiving, tokens, take, parts.idKeys);
    this.mailbox.start();
  }

  private openTokens(context: ConnectorContext, condition: InboxCondition): TokenKeeper | null {
    const { oauth, imap } = this.config;
    if (oauth === undefined) return null;
    const { state, clock, signal } = context;
    const store = new TokenStore(state, this.parts.secret, this.inbox.id, oauth);
    // A mailbox that is followed tells it itself.
    const onRefusal = (error: GrantRefusedError | null) =>
      imap === undefined && condition.receives(error === null ? AT_THE_DOOR : toState(error));
    return new TokenKeeper(oauth, { store, clock, signal, onRefusal });
  }

  async stop(): Promise<void> {
    this.parts.door.inboxes.pause(this.inbox.id);
    this.sender?.close();
    await this.mailbox?.stop();
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const refused = refuseParts(reply);
    if (refused !== null) return refused;
    this.sender ??= new SmtpSender(undefined, {
      config: this.config,
      idKey: this.parts.idKeys[0],
      readBlob: () => Promise.reject(new Error('not started')),
    });
    return this.sender.send(reply, attempt);
  }
}

/** One that has a mailbox, so what lies there can be said. */
class MailboxConnector extends EmailConnector implements ListingConnector {
  async *listHeld(signal: AbortSignal): AsyncGenerator<HeldPortion> {
    if (this.mailbox !== null) yield* this.mailbox.held.list(signal);
  }

  async describeHeld(refs: readonly string[], signal: AbortSignal): Promise<readonly HeldMessage[]> {
    return (await this.mailbox?.held.describe(refs, signal)) ?? [];
  }

  async fetchHeld(refs: readonly string[], signal: AbortSignal): Promise<{ readonly taken: readonly string[] }> {
    return { taken: (await this.mailbox?.held.fetch(refs, signal)) ?? [] };
  }
}
