import { createTransport, type Transporter } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import type { DeliveryError, ReplyRequested } from '#contracts';
import type { SendAttempt, SendResult } from '#connector-sdk';
import { ConfigurationError, RetriableError } from '#runtime';
import type { AccountTrouble } from './account-gate.js';
import { classifySmtpFailure, type ClassifiedFailure, type SmtpFailure } from './classify-smtp-error.js';
import { composeMail, type OwnIdentity } from './compose-mail.js';
import { DomainLimits, type DomainLimit } from './domain-limits.js';
import { exposeMessageStream, watchHandOver } from './hand-over.js';
import { createClosed, MOST_CONNECTIONS, OutgoingAccounts, type Membership } from './outgoing-accounts.js';
import { notByThisServer, toOutgoingAddress } from './outgoing-address.js';
import { toRecipientResults, type SentInfo } from './recipient-results.js';
import { FailureCounts } from './failure-counts.js';
import { computeRetryMs } from './retry-times.js';
import { offersSmtpUtf8 } from './server-offers.js';
import { SmtpLogin, tokenFaultOf } from './smtp-login.js';
import { REFUSED_TOKEN_HINT } from '../authorising/login-hints.js';
import type { TokenKeeper } from '../authorising/token-keeper.js';
import { GrantRefusedError } from '../authorising/token-request.js';

const ALWAYS: Mail.Options = { disableFileAccess: true, disableUrlAccess: true };
const TIMEOUT_MS = 60_000;
const ONCE_MORE = 'nothing to do: it is tried once more by itself, and fails if the answer stays the same';

/** What an inbox's sender shares with those of the process, and whom it tells. */
export interface SendingParts {
  readonly limits: DomainLimits;
  readonly limit: DomainLimit;
  /** The outgoing server refuses our account, or lets it wait; null: all is well again. */
  readonly tell: (trouble: AccountTrouble | null) => void;
  readonly accounts: OutgoingAccounts;
}

const ALONE: Omit<SendingParts, 'accounts'> = {
  limits: new DomainLimits(),
  limit: { concurrent: 0, perMinute: 0 },
  tell: () => undefined,
};

/** The outgoing server of one inbox: pooled connections, one attempt per call, never a silent second one. */
export class SmtpSender {
  private transport: Transporter | null = null;
  private readonly account: Membership;
  private readonly failures = new FailureCounts();
  private utf8: boolean | null = null;
  private closed = false;
  private readonly login: SmtpLogin;

  constructor(
    /** smtp://…, or undefined: answers wait. */
    private readonly url: string | undefined,
    private readonly own: OwnIdentity,
    private readonly parts: SendingParts = { ...ALONE, accounts: new OutgoingAccounts() },
    tokens: TokenKeeper | null = null,
  ) {
    const { smtp, oauth, imap, address } = own.config;
    this.login = new SmtpLogin(url, own.config, tokens);
    const key = JSON.stringify([url, smtp, tokens === null ? null : [oauth, imap?.user ?? address]]);
    this.account = parts.accounts.join(key, { probe: () => this.probe(), tell: parts.tell });
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.url === undefined)
      throw new ConfigurationError('no outgoing mail server is configured: answers wait', {
        code: 'outgoing_not_configured',
        hint: 'set TRIBUTARY_SMTP_OUT=smtp://user:password@host:port, or smtp.url of the inbox; waiting answers then go out by themselves',
      });
    const domains: string[] = [];
    const international: string[] = [];
    for (const address of [...reply.to, ...(reply.cc ?? [])].map(toOutgoingAddress)) {
      if ('fault' in address) return { status: 'failed', error: address.fault };
      domains.push(address.address.slice(address.address.lastIndexOf('@') + 1));
      if (address.international) international.push(address.address);
    }
    await this.login.prepare();
    await this.account.gate.pass();
    if (international.length > 0 && !(await this.takesUtf8(this.url))) return { status: 'failed', error: notByThisServer(international) };
    const composed = await composeMail(reply, this.own);
    const leave = await this.parts.limits.enter(domains, this.parts.limit);
    try {
      const giveBack = await this.account.places.take();
      try {
        // While it waited for its place another may have been refused.
        this.account.gate.check();
        return await this.hand(composed, { reply, attempt, domains });
      } finally {
        giveBack();
      }
    } finally {
      leave();
    }
  }

  /** What has its mark goes through; all else is for the next sender. */
  close(): void {
    this.closed = true;
    this.account.leave();
    this.transport?.close();
    this.transport = null;
  }

  private async deliver(url: string, mail: Mail.Options): Promise<SentInfo> {
    try {
      return (await this.open(url).sendMail(mail)) as SentInfo;
    } catch (error) {
      if (!(await this.login.renewAfter(error))) throw error;
      return (await this.open(url).sendMail(mail)) as SentInfo;
    }
  }

  private async hand(
    { messageId, mail }: { messageId: string; mail: Mail.Options },
    { reply, attempt, domains }: { reply: ReplyRequested; attempt: SendAttempt; domains: readonly string[] },
  ): Promise<SendResult> {
    const reached = watchHandOver(mail);
    this.checkOpen();
    await attempt.markSending(messageId);
    try {
      this.checkOpen();
      const info = await this.deliver(this.url!, mail);
      this.parts.limits.served(domains);
      this.account.doubts.taken();
      this.failures.forget(reply.commandId);
      return { status: 'sent', remoteMessageId: messageId, perRecipient: toRecipientResults(info) };
    } catch (error) {
      const fault = tokenFaultOf(error);
      if (fault instanceof GrantRefusedError) throw this.account.gate.refuse(toRefusal(fault));
      if (fault !== null || error instanceof RetriableError) throw fault ?? error;
      const failure = this.judge(classifySmtpFailure(error as SmtpFailure, reached()), reply, domains);
      if (failure.certainty !== 'try-again') this.failures.forget(reply.commandId);
      if (failure.certainty === 'refused') return { status: 'failed', error: failure.error };
      if (failure.certainty === 'unknown') return { status: 'unknown', error: failure.error };
      throw this.postpone(failure, reply, domains, error);
    }
  }

  /** Whom is it about, where the words leave that open? */
  private judge(failure: ClassifiedFailure, { commandId }: ReplyRequested, domains: readonly string[]): ClassifiedFailure {
    const { otherwise } = failure;
    if (otherwise === undefined) return failure;
    const about = this.account.doubts.judge(commandId, domains);
    if (about === 'account') return failure;
    if (about === 'mail') return otherwise;
    return {
      certainty: 'try-again',
      concerns: 'mail',
      error: { ...otherwise.error, code: 'smtp_doubted', permanent: false, hint: ONCE_MORE },
    };
  }

  /** What to throw for a mail that was surely not sent, and when it comes again. */
  private postpone(
    { concerns, error }: ClassifiedFailure,
    reply: ReplyRequested,
    domains: readonly string[],
    cause: unknown,
  ): RetriableError {
    if (concerns === 'account') return this.account.gate.refuse(this.withHint(error));
    const own = computeRetryMs(error, this.failures.count(reply.commandId));
    const rest = concerns === 'domain' ? this.parts.limits.rest(domains, error, null) : 0;
    return new RetriableError(error.message, {
      code: error.code,
      hint: error.hint,
      retryAfterMs: Math.max(own, rest),
      fields: { category: error.category },
      cause,
    });
  }

  /** One login and nothing sent. Rejects with `RetriableError` when the server cannot be reached, or there is no token for it now. */
  private async probe(): Promise<DeliveryError | null> {
    try {
      await this.login.prepare();
      await this.logIn(this.url!);
      return null;
    } catch (cause) {
      const fault = tokenFaultOf(cause);
      if (fault instanceof GrantRefusedError) return toRefusal(fault);
      if (fault !== null || cause instanceof RetriableError) throw fault ?? cause;
      const { error, concerns } = classifySmtpFailure(cause as SmtpFailure, 'server');
      if (concerns === 'account') return this.withHint(error);
      throw new RetriableError(error.message, { code: error.code, hint: error.hint, fields: { category: error.category }, cause });
    }
  }

  private async logIn(url: string): Promise<void> {
    try {
      await this.open(url).verify();
    } catch (error) {
      if (!(await this.login.renewAfter(error))) throw error;
      await this.open(url).verify();
    }
  }

  /** What to do about a refused login depends on whose server it is. */
  private withHint(error: DeliveryError): DeliveryError {
    return error.category === 'auth' ? { ...error, hint: this.login.hint } : error;
  }

  private async takesUtf8(url: string): Promise<boolean> {
    return (this.utf8 ??= await offersSmtpUtf8(this.open(url)));
  }

  private checkOpen(): void {
    if (this.closed) throw createClosed();
  }

  private open(url: string): Transporter {
    this.checkOpen();
    // A requeue inside the pool would be a second send that nobody knows of.
    this.transport ??= createTransport(
      {
        url,
        pool: true,
        maxConnections: MOST_CONNECTIONS,
        maxRequeues: 0,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: TIMEOUT_MS,
        ...this.login.options,
      } as object,
      ALWAYS,
    ).use('stream', exposeMessageStream);
    return this.transport;
  }
}

function toRefusal({ code, message, hint }: GrantRefusedError): DeliveryError {
  return { code, category: 'auth', permanent: false, message, hint: hint ?? REFUSED_TOKEN_HINT };
}
