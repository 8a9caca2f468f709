import { Inject, Injectable } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  reason,
} from '#connector-sdk';
import type { Capabilities, InboxRef } from '#contracts';
import { RetriableError, SECRET_KEY, type SecretKey } from '#runtime';
import { alertCapabilities, formCapabilities, programCapabilities, webhookCapabilities } from './form.capabilities.js';
import { AppealConfig, AppConfig, EmergencyConfig, WebFormConfig } from './form.config.js';
import { AlertConfig, AlertDoor } from './receiving/alerts/alert-door.js';
import { AppDoor } from './receiving/app-door.js';
import { CrossOriginDoor } from './receiving/cross-origin-door.js';
import type { Door, DoorParts } from './receiving/door.js';
import { EmergencyDoor } from './receiving/emergency-door.js';
import { WebFormDoor } from './receiving/web-form-door.js';
import { WebhookConfig, WebhookDoor } from './receiving/webhook-door.js';

/** One inbox of any of the providers: what is posted to its address goes through its door. */
export class FormConnector implements HttpConnector {
  private door: Door | null = null;

  constructor(private readonly open: (context: ConnectorContext) => Door) {}

  start(context: ConnectorContext): Promise<void> {
    this.door = this.open(context);
    const path = `/in/${context.inbox.id}`;
    context.report({ state: 'connected', detail: `takes what is posted to ${path}`, reasons: [reason('form_door', { path })] });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    const { door } = this;
    this.door = null;
    await door?.close?.();
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.door === null) throw new RetriableError('The inbox is not running just now', { code: 'inbox_stopped', retryAfterMs: 1_000 });
    return this.door.answer(request);
  }
}

interface Kind<Config> extends Omit<ConnectorDescriptor<Config>, 'channel' | 'capabilities' | 'guarded'> {
  readonly can: Capabilities;
  readonly keepsTimers: boolean;
  open(config: Config, parts: DoorParts): Door;
}

/** The factory of one provider; Nest wants a class of each. */
function defineProvider<Config>({ can, keepsTimers, open, ...kind }: Kind<Config>) {
  @Injectable()
  class FormConnectorFactory implements ConnectorFactory<Config> {
    static readonly descriptor: ConnectorDescriptor<Config> = {
      ...kind,
      channel: 'form',
      capabilities: () => can,
      guarded: () => keepsTimers,
    };
    readonly descriptor = FormConnectorFactory.descriptor;

    constructor(@Inject(SECRET_KEY) private readonly secret: SecretKey) {}

    create(_inbox: InboxRef, config: Config): FormConnector {
      return new FormConnector((context) => open(config, { context, secret: this.secret }));
    }
  }
  return FormConnectorFactory;
}

/** The public ticket form. */
export const WebFormFactory = defineProvider<WebFormConfig>({
  provider: 'form',
  numberCode: 'ONL',
  configSchema: WebFormConfig,
  can: formCapabilities,
  keepsTimers: false,
  open: (config, parts) => new CrossOriginDoor(new WebFormDoor(config, { wishes: {} }, parts), config.origins),
});

/** Apps and other programs of the desk's own. */
export const AppFactory = defineProvider<AppConfig>({
  provider: 'app',
  numberCode: 'APP',
  configSchema: AppConfig,
  can: programCapabilities,
  keepsTimers: false,
  open: (config, parts) => new AppDoor(config, { wishes: {} }, parts),
});

/** Signed JSON of any program. */
export const WebhookFactory = defineProvider<WebhookConfig>({
  provider: 'webhook',
  numberCode: 'WHK',
  configSchema: WebhookConfig as ConnectorDescriptor<WebhookConfig>['configSchema'],
  can: webhookCapabilities,
  keepsTimers: false,
  open: (config, parts) => new WebhookDoor(config, parts),
});

/** Alarms of monitors. */
export const AlertFactory = defineProvider<AlertConfig>({
  provider: 'alerts',
  numberCode: 'ALM',
  configSchema: AlertConfig as ConnectorDescriptor<AlertConfig>['configSchema'],
  can: alertCapabilities,
  keepsTimers: true,
  open: (config, parts) => new AlertDoor(config, parts),
});

/** The emergency button. */
export const EmergencyFactory = defineProvider<EmergencyConfig>({
  provider: 'emergency',
  numberCode: 'EMG',
  configSchema: EmergencyConfig,
  can: { ...formCapabilities, in: [...new Set([...formCapabilities.in, ...programCapabilities.in])] },
  keepsTimers: false,
  open: (config, parts) => new CrossOriginDoor(new EmergencyDoor(config, parts), config.origins),
});

/** Somebody who lost an account: nobody but the desk may see what is written there, and it answers only after the proof. */
export const AppealFactory = defineProvider<AppealConfig>({
  provider: 'appeal',
  numberCode: 'APL',
  configSchema: AppealConfig,
  can: formCapabilities,
  keepsTimers: false,
  open: (config, parts) =>
    new CrossOriginDoor(
      new WebFormDoor(
        config,
        { wishes: { confidential: true, proof: 'mail' }, subjectMark: { zh: '【账户申诉】', en: '[Account appeal]' } },
        parts,
      ),
      config.origins,
    ),
});

export const factories = [WebFormFactory, AppFactory, WebhookFactory, AlertFactory, EmergencyFactory, AppealFactory] as const;
