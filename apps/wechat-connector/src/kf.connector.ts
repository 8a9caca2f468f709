import { Inject, Injectable } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type HeldPortion,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  type ListingConnector,
  type RecallingConnector,
  type RecallResult,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
  type SentReply,
} from '#connector-sdk';
import type { HeldMessage, InboxRef, ReplyRequested } from '#contracts';
import { RetriableError, SECRET_KEY, type SecretKey } from '#runtime';
import { describeKfCapabilities } from './kf.capabilities.js';
import { claimsOfKf, KfInboxConfig } from './kf.config.js';
import { readRing } from './receiving/kf/bell.js';
import { openKfRun, type KfRun } from './receiving/kf/kf-run.js';
import { refuseUnreadable } from './receiving/safe-callback.js';
import { readWecomCallback, TAKEN } from './receiving/wecom-callback.js';

export const kfDescriptor: ConnectorDescriptor<KfInboxConfig> = {
  channel: 'wechat',
  provider: 'wecom-kf',
  numberCode: 'WX',
  configSchema: KfInboxConfig,
  claims: claimsOfKf,
  capabilities: describeKfCapabilities,
};

/** One 微信客服 account: rung for by callback, read by cursor, answered by the API. */
export class KfConnector implements SendingConnector, RecallingConnector, HttpConnector, ListingConnector {
  private run: KfRun | null = null;
  private context: ConnectorContext | null = null;

  constructor(
    private readonly config: KfInboxConfig,
    private readonly secret: Pick<SecretKey, 'seal' | 'unseal'>,
    private readonly siblings: KfSiblings,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    context.report({ state: 'connecting' });
    this.context = context;
    this.run = openKfRun(context, this.config, this.secret);
    this.siblings.add(this);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.siblings.remove(this);
    await this.run?.close();
    this.run = null;
  }

  /** Answered as soon as it is durable that there is something to fetch; the platform waits 5 s and tries three times. */
  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const { context } = this;
    if (context === null) throw stopped();
    const { token, encodingAesKey: aesKey, corpId: receiver } = this.config;
    const callback = await readWecomCallback(request, { token, aesKey, receiver }, context.clock);
    if ('answer' in callback) return callback.answer;
    const ring = refuseUnreadable(() => readRing(callback.plain));
    if (ring === null) return TAKEN;
    // A company has one address for all its kf accounts: it rings here for the others as well.
    const meant = this.siblings.find(this.config.corpId, ring.openKfId ?? this.config.openKfId);
    if (meant === null)
      context.log.info('a kf account without an inbox has messages', { inboxId: context.inbox.id, openKfId: ring.openKfId });
    await meant?.ring(ring.token);
    return TAKEN;
  }

  async ring(token: string | null): Promise<void> {
    if (this.run === null || this.context === null) throw stopped();
    await this.run.bell.ring(token, this.context.clock.now());
    this.run.follower.wake();
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.run === null) throw stopped();
    return this.run.sender.send(reply, attempt);
  }

  async recall(sent: SentReply, attempt: number): Promise<RecallResult> {
    if (this.run === null) throw stopped();
    return this.run.sender.recall(sent, attempt);
  }

  async *listHeld(signal: AbortSignal): AsyncGenerator<HeldPortion> {
    if (this.run === null) throw stopped();
    yield* this.run.held.list(signal);
  }

  async describeHeld(refs: readonly string[], signal: AbortSignal): Promise<readonly HeldMessage[]> {
    if (this.run === null) throw stopped();
    return this.run.held.describe(refs, signal);
  }

  async fetchHeld(refs: readonly string[], signal: AbortSignal): Promise<{ readonly taken: readonly string[] }> {
    if (this.run === null) throw stopped();
    return { taken: await this.run.held.fetch(refs, signal) };
  }

  isFor(corpId: string, openKfId: string): boolean {
    return this.config.corpId === corpId && this.config.openKfId === openKfId;
  }
}

/** The kf inboxes that run in this process. */
export class KfSiblings {
  private readonly running = new Set<KfConnector>();

  add(connector: KfConnector): void {
    this.running.add(connector);
  }

  remove(connector: KfConnector): void {
    this.running.delete(connector);
  }

  find(corpId: string, openKfId: string): KfConnector | null {
    return [...this.running].find((connector) => connector.isFor(corpId, openKfId)) ?? null;
  }
}

@Injectable()
export class KfConnectorFactory implements ConnectorFactory<KfInboxConfig> {
  readonly descriptor = kfDescriptor;
  private readonly siblings = new KfSiblings();

  constructor(@Inject(SECRET_KEY) private readonly secret: SecretKey) {}

  create(_inbox: InboxRef, config: KfInboxConfig): KfConnector {
    return new KfConnector(config, this.secret, this.siblings);
  }
}

function stopped(): RetriableError {
  return new RetriableError('The inbox does not run now', { code: 'inbox_not_running', retryAfterMs: 1_000 });
}
