import { createTransport, type Transporter } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import type { Readable } from 'node:stream';
import type { Address, DeliveryError, ReplyRequested } from '#contracts';
import type { RecipientResult, SendAttempt, SendResult } from '#connector-sdk';
import { ConfigurationError, RetriableError } from '#runtime';
import { classifySmtpFailure, type SmtpFailure } from './classify-smtp-error.js';
import { composeMail, type OwnIdentity } from './compose-mail.js';
import { SmtpLogin } from './smtp-login.js';
import type { TokenKeeper } from '../authorising/token-keeper.js';

interface SentInfo {
  readonly accepted?: readonly (string | { address: string })[];
  readonly rejected?: readonly (string | { address: string })[];
  readonly rejectedErrors?: readonly (SmtpFailure & { recipient?: string })[];
}

const ALWAYS: Mail.Options = { disableFileAccess: true, disableUrlAccess: true };
const TIMEOUT_MS = 60_000;
/** One address and nothing that a mail program could read as more: no list, no name, no line break. A quoted local part is one. */
const MAIL_ADDRESS = /^(?:"[\w .!#$%&'*+/=?^{|}~-]+"|[^\s"<>(),;:\\[\]@\p{Cc}]+)@[^\s"<>(),;:\\@\p{Cc}]+$/u;

/** The outgoing server of one inbox: pooled connections, one attempt per call, never a silent second one. */
export class SmtpSender {
  private transport: Transporter | null = null;
  private readonly login: SmtpLogin;

  constructor(
    /** smtp://…, or undefined: answers wait. */
    private readonly url: string | undefined,
    private readonly own: OwnIdentity,
    tokens: TokenKeeper | null = null,
  ) {
    this.login = new SmtpLogin(url, own.config, tokens);
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.url === undefined)
      throw new ConfigurationError('no outgoing mail server is configured: answers wait', {
        code: 'outgoing_not_configured',
        hint: 'set TRIBUTARY_SMTP_OUT=smtp://user:password@host:port, or smtp.url of the inbox; waiting answers then go out by themselves',
      });
    const noAddress = [...reply.to, ...(reply.cc ?? [])].find(({ scheme, value }) => scheme !== 'email' || !MAIL_ADDRESS.test(value));
    if (noAddress !== undefined) return { status: 'failed', error: notByMail(noAddress) };
    const { messageId, mail } = await composeMail(reply, this.own);
    const handedOver = watchHandOver(mail);
    await this.login.prepare();
    await attempt.markSending(messageId);
    try {
      const info = await this.deliver(this.url, mail);
      return { status: 'sent', remoteMessageId: messageId, perRecipient: toRecipientResults(info) };
    } catch (error) {
      const { certainty, error: described } = classifySmtpFailure(error as SmtpFailure, handedOver());
      if (certainty === 'refused') return { status: 'failed', error: described };
      if (certainty === 'unknown') return { status: 'unknown', error: described };
      throw new RetriableError(described.message, {
        code: described.code,
        hint: described.category === 'auth' ? this.login.hint : described.hint,
        fields: { category: described.category },
        cause: error,
      });
    }
  }

  close(): void {
    this.transport?.close();
    this.transport = null;
  }

  private async deliver(url: string, mail: Mail.Options): Promise<SentInfo> {
    try {
      return (await this.open(url).sendMail(mail)) as SentInfo;
    } catch (error) {
      if (!this.login.renewAfter(error)) throw error;
      return (await this.open(url).sendMail(mail)) as SentInfo;
    }
  }

  private open(url: string): Transporter {
    // A requeue inside the pool would be a second send that nobody knows of.
    this.transport ??= createTransport(
      {
        url,
        pool: true,
        maxConnections: 4,
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

/** Most servers would take a telephone number, as a local user of theirs. */
function notByMail({ scheme, value }: Address): DeliveryError {
  return {
    code: 'recipient_no_mail_address',
    category: 'recipient_invalid',
    permanent: true,
    message: `${value} (${scheme}) is no mail address`,
    hint: 'give an address of scheme email in to, or answer on another channel',
  };
}

const STREAMS = new WeakMap<object, Readable>();

/** Keeps the stream that the SMTP connection will read: it is read only after the server's 354. */
function exposeMessageStream(
  mail: { data: Mail.Options; message: { createReadStream: () => Readable } },
  done: (error?: Error | null) => void,
): void {
  const make = mail.message.createReadStream.bind(mail.message);
  const owner = mail.data.envelope as object;
  mail.message.createReadStream = () => {
    const stream = make();
    STREAMS.set(owner, stream);
    return stream;
  };
  done();
}

function watchHandOver(mail: Mail.Options): () => boolean {
  const owner = mail.envelope as object;
  return () => STREAMS.get(owner)?.readableDidRead ?? false;
}

function toRecipientResults(info: SentInfo): RecipientResult[] {
  const text = (value: string | { address: string }) => (typeof value === 'string' ? value : value.address);
  const failures = new Map((info.rejectedErrors ?? []).map((failure) => [failure.recipient, failure]));
  return [
    ...(info.accepted ?? []).map((recipient): RecipientResult => ({ recipient: text(recipient), status: 'sent' })),
    ...(info.rejected ?? []).map((recipient): RecipientResult => {
      const failure = failures.get(text(recipient)) ?? { message: 'refused by the server', responseCode: 550 };
      return { recipient: text(recipient), status: 'failed', error: classifySmtpFailure(failure, false).error };
    }),
  ];
}
