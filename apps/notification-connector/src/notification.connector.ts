import { Injectable } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  reason,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
} from '#connector-sdk';
import type { InboxRef, ReplyRequested } from '#contracts';
import { RetriableError, SystemClock } from '#runtime';
import { AliyunSmsGateway } from './gateways/aliyun-sms.js';
import type { Gateway } from './gateways/gateway.js';
import { DingtalkRobot, FeishuRobot, WecomRobot } from './gateways/group-robots.js';
import { JpushGateway } from './gateways/jpush.js';
import { SignedHttpGateway } from './gateways/signed-http.js';
import { TwilioSmsGateway } from './gateways/twilio-sms.js';
import { describeCapabilities } from './notification.capabilities.js';
import { PushConfig, RobotConfig, SignedHttpConfig, SmsConfig } from './notification.config.js';
import { takeReports } from './receiving/report-door.js';
import { GatewayCaller } from './sending/call-gateway.js';
import { Notifier } from './sending/notifier.js';
import { Pace } from './sending/pace.js';

interface NotificationSettings {
  readonly templates: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly perMinute: number;
}

/** One inbox that only sends: a gateway, its pace, and the door for its reports. */
export class NotificationConnector implements SendingConnector, HttpConnector {
  private notifier: Notifier | null = null;
  private caller: GatewayCaller | null = null;
  private context: ConnectorContext | null = null;

  constructor(
    private readonly gateway: Gateway,
    private readonly settings: NotificationSettings,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    const { gateway, settings } = this;
    const clock = context.clock ?? new SystemClock();
    this.context = context;
    this.caller = new GatewayCaller(settings.timeoutMs);
    const pace = new Pace(settings.perMinute, clock);
    this.notifier = new Notifier({ gateway, caller: this.caller, pace, templates: settings.templates, clock });
    context.report({ state: 'connected', detail: 'sends only', reasons: [reason('sends_only')] });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.caller?.close();
    this.notifier = this.caller = this.context = null;
    return Promise.resolve();
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.notifier === null) throw createStopped();
    const result = await this.notifier.send(reply, attempt);
    if (result.status === 'sent') this.context?.succeeded();
    return result;
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.context === null) throw createStopped();
    return takeReports(request, this.gateway, this.context);
  }
}

function createStopped(): RetriableError {
  return new RetriableError('The inbox is not running just now', { code: 'inbox_stopped', retryAfterMs: 1_000 });
}

interface Kind<Config> {
  readonly provider: string;
  readonly configSchema: ConnectorDescriptor<Config>['configSchema'];
  open(config: Config): Gateway;
}

/** The factory of one provider; Nest wants a class of each. */
function defineProvider<Config extends NotificationSettings>({ open, ...kind }: Kind<Config>) {
  @Injectable()
  class NotificationConnectorFactory implements ConnectorFactory<Config> {
    static readonly descriptor: ConnectorDescriptor<Config> = {
      ...kind,
      channel: 'notification',
      numberCode: 'NTF',
      capabilities: (config) => describeCapabilities(open(config)),
      guarded: () => false,
    };
    readonly descriptor = NotificationConnectorFactory.descriptor;

    create(_inbox: InboxRef, config: Config): NotificationConnector {
      return new NotificationConnector(open(config), config);
    }
  }
  return NotificationConnectorFactory;
}

export const SmsFactory = defineProvider<SmsConfig>({
  provider: 'sms',
  configSchema: SmsConfig,
  open: (config) =>
    config.gateway === 'twilio' ? new TwilioSmsGateway(config) : new AliyunSmsGateway({ ...config, templates: config.approved }),
});

export const PushFactory = defineProvider<PushConfig>({
  provider: 'push',
  configSchema: PushConfig,
  open: (config) => new JpushGateway(config),
});

const ROBOTS = { dingtalk: DingtalkRobot, wecom: WecomRobot, feishu: FeishuRobot } as const;

export const RobotFactory = defineProvider<RobotConfig>({
  provider: 'robot',
  configSchema: RobotConfig,
  open: ({ robot, urlSecret, secret, mention }) => new ROBOTS[robot]({ url: urlSecret, secret, mention }),
});

export const SignedHttpFactory = defineProvider<SignedHttpConfig>({
  provider: 'http',
  configSchema: SignedHttpConfig as ConnectorDescriptor<SignedHttpConfig>['configSchema'],
  open: (config) => new SignedHttpGateway(config),
});

export const factories = [SmsFactory, PushFactory, RobotFactory, SignedHttpFactory] as const;
