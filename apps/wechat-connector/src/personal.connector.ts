import { Injectable } from '@nestjs/common';
import type { ConnectorContext, ConnectorDescriptor, ConnectorFactory, SendAttempt, SendingConnector, SendResult } from '#connector-sdk';
import type { InboxRef, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { describeCapabilities } from './personal.capabilities.js';
import { claimsOf, PersonalInboxConfig } from './personal.config.js';
import { AccountBoard } from './receiving/personal/account-board.js';
import { AccountFollower } from './receiving/personal/account-follower.js';
import { loadGrpc } from './receiving/personal/load-grpc.js';
import { PuppetLink } from './receiving/personal/puppet-link.js';
import { PersonalSender } from './sending/personal/personal-sender.js';
import { SelfEchoes } from './sending/personal/self-echoes.js';

export const personalDescriptor: ConnectorDescriptor<PersonalInboxConfig> = {
  channel: 'wechat',
  provider: 'personal',
  numberCode: 'WXP',
  configSchema: PersonalInboxConfig,
  claims: claimsOf,
  capabilities: describeCapabilities,
};

@Injectable()
export class PersonalConnectorFactory implements ConnectorFactory<PersonalInboxConfig> {
  readonly descriptor = personalDescriptor;

  create(_inbox: InboxRef, config: PersonalInboxConfig): PersonalConnector {
    return new PersonalConnector(config);
  }
}

/** One personal WeChat account behind a puppet service. */
export class PersonalConnector implements SendingConnector {
  private readonly stopped = new AbortController();
  private readonly link = new PuppetLink();
  private readonly echoes = new SelfEchoes();
  private following: Promise<void> = Promise.resolve();
  private sender: PersonalSender | null = null;
  private holdsLease = false;
  private endStandBy: () => void = () => undefined;
  private standingBy: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: PersonalInboxConfig,
    private readonly load = loadGrpc,
  ) {}

  async start(context: ConnectorContext): Promise<void> {
    const { config, link, echoes } = this;
    const library = await this.load();
    const board = new AccountBoard(context);
    this.sender = new PersonalSender(config, context, link, echoes, () => this.holdsLease);
    const signal = AbortSignal.any([context.signal, this.stopped.signal]);
    this.standBy(board, signal);
    this.following = context
      .withLease('account', async (lease) => {
        this.endStandBy();
        this.holdsLease = true;
        try {
          await new AccountFollower({ config, context, library, link, echoes, board }, AbortSignal.any([signal, lease])).run();
        } finally {
          this.holdsLease = false;
          await board.close();
          if (!signal.aborted) this.standBy(board, signal);
        }
      })
      .catch((error: unknown) => {
        if (!signal.aborted) context.fail(error);
      })
      .finally(() => this.endStandBy());
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.echoes.close();
    await this.following;
    await this.standingBy;
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.sender === null) throw new RetriableError('the inbox has not started yet', { code: 'puppet_unavailable' });
    return this.sender.send(reply, attempt);
  }

  private standBy(board: AccountBoard, signal: AbortSignal): void {
    const over = new AbortController();
    this.endStandBy = () => over.abort();
    this.standingBy = board.standBy(AbortSignal.any([signal, over.signal]));
  }
}
