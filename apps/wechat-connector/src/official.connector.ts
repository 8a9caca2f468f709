import { Inject, Injectable } from '@nestjs/common';
import type {
  ConnectorContext,
  ConnectorDescriptor,
  ConnectorFactory,
  HttpConnector,
  InboxAnswer,
  InboxRequest,
  SendAttempt,
  SendingConnector,
  SendResult,
} from '#connector-sdk';
import type { InboxRef, ReplyRequested } from '#contracts';
import { RetriableError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import type { Language } from './converting/adapt-parts.js';
import { describeOfficialCapabilities } from './official.capabilities.js';
import { claimsOfAccount, OfficialInboxConfig } from './official.config.js';
import { OfficialInbox } from './official-inbox.js';

export const officialDescriptor: ConnectorDescriptor<OfficialInboxConfig> = {
  channel: 'wechat',
  provider: 'official-account',
  numberCode: 'WCT',
  configSchema: OfficialInboxConfig,
  claims: claimsOfAccount,
  capabilities: describeOfficialCapabilities,
};

/** Makes one connector per 公众号. */
@Injectable()
export class OfficialConnectorFactory implements ConnectorFactory<OfficialInboxConfig> {
  readonly descriptor = officialDescriptor;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'deskSettings'>,
    @Inject(SECRET_KEY) private readonly secret: Pick<SecretKey, 'seal' | 'unseal'>,
  ) {}

  create(_inbox: InboxRef, config: OfficialInboxConfig): OfficialConnector {
    return new OfficialConnector(config, this.secret, this.settings.deskSettings.language);
  }
}

/** One 公众号: its callback address, its customer service messages, its media. */
export class OfficialConnector implements SendingConnector, HttpConnector {
  private running: OfficialInbox | null = null;

  constructor(
    private readonly config: OfficialInboxConfig,
    private readonly secret: Pick<SecretKey, 'seal' | 'unseal'>,
    private readonly language: Language,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    context.report({ state: 'connecting' });
    this.running = new OfficialInbox(this.config, context, this.secret, this.language);
    this.running.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    await running?.stop();
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    return this.require().door.answer(request);
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    return this.require().sender.send(reply, attempt);
  }

  private require(): OfficialInbox {
    if (this.running !== null) return this.running;
    throw new RetriableError('The inbox does not run', { code: 'inbox_not_running', retryAfterMs: 1_000 });
  }
}
