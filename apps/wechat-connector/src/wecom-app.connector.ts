import { Inject, Injectable } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  type RecallingConnector,
  type RecallResult,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
  type SentReply,
} from '#connector-sdk';
import type { InboxRef, ReplyRequested } from '#contracts';
import { RetriableError, SECRET_KEY, type SecretKey } from '#runtime';
import { acceptAppCallback } from './receiving/app/accept-callback.js';
import { type AppRun, openAppRun } from './receiving/app/app-run.js';
import { readWecomCallback, TAKEN } from './receiving/wecom-callback.js';
import { describeAppCapabilities } from './wecom-app.capabilities.js';
import { claimsOfApp, WecomAppInboxConfig } from './wecom-app.config.js';

export const wecomAppDescriptor: ConnectorDescriptor<WecomAppInboxConfig> = {
  channel: 'wechat',
  provider: 'wecom',
  numberCode: 'WCM',
  configSchema: WecomAppInboxConfig,
  claims: claimsOfApp,
  capabilities: describeAppCapabilities,
};

/** One app of a WeCom company: what members write to it comes by callback, answers go as application messages. */
export class WecomAppConnector implements SendingConnector, RecallingConnector, HttpConnector {
  private started: { readonly context: ConnectorContext; readonly run: AppRun } | null = null;

  constructor(
    private readonly config: WecomAppInboxConfig,
    private readonly secret: Pick<SecretKey, 'seal' | 'unseal'>,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    context.report({ state: 'connecting' });
    this.started = { context, run: openAppRun(context, this.config, this.secret) };
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.started?.run.close();
    this.started = null;
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const { context, run } = this.running();
    const { token, encodingAesKey: aesKey, corpId, agentId } = this.config;
    const callback = await readWecomCallback(request, { token, aesKey, receiver: corpId }, context.clock);
    if ('answer' in callback) return callback.answer;
    await acceptAppCallback(callback.plain, request.query, { context, corpId, agentId, media: run.media });
    context.succeeded();
    return TAKEN;
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    return this.running().run.sender.send(reply, attempt);
  }

  async recall(sent: SentReply, attempt: number): Promise<RecallResult> {
    return this.running().run.sender.recall(sent, attempt);
  }

  private running(): { readonly context: ConnectorContext; readonly run: AppRun } {
    if (this.started === null) throw new RetriableError('The inbox does not run now', { code: 'inbox_not_running', retryAfterMs: 1_000 });
    return this.started;
  }
}

@Injectable()
export class WecomAppConnectorFactory implements ConnectorFactory<WecomAppInboxConfig> {
  readonly descriptor = wecomAppDescriptor;

  constructor(@Inject(SECRET_KEY) private readonly secret: SecretKey) {}

  create(_inbox: InboxRef, config: WecomAppInboxConfig): WecomAppConnector {
    return new WecomAppConnector(config, this.secret);
  }
}
