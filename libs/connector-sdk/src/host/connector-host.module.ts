import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Type,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { HEALTH, LOGGER, SETTINGS, type HealthRegistry, type Logger, type Settings } from '#runtime';
import type { ConnectorFactory } from '../connector.js';
import { HTTP_FRONT, type HttpFront } from './http/http-front.js';
import { ConnectorHost } from './connector-host.js';
import { createHostWorks } from './host-works.js';

export interface ConnectorHostOptions {
  /** Providers of the app's modules, found wherever they are. */
  readonly factories: readonly Type<ConnectorFactory>[];
  /** Factories of foreign packages, already made. */
  readonly foreign: readonly ConnectorFactory[];
}

const OPTIONS = Symbol('ConnectorHostOptions');

/** Starts the inboxes when the application is up; stops them before database and log go. */
@Injectable()
export class ConnectorHostLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private host: ConnectorHost | null = null;

  constructor(
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(OPTIONS) private readonly options: ConnectorHostOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const find = <T>(token: symbol | Type<T>): T => this.modules.get<T>(token, { strict: false });
    const factories = [...this.options.factories.map((factory) => find(factory)), ...this.options.foreign];
    if (factories.length === 0) return;
    const works = createHostWorks(find, factories);
    this.host = new ConnectorHost(works, find<Settings>(SETTINGS), find<HealthRegistry>(HEALTH), find<Logger>(LOGGER));
    this.openFront()?.openInboxes(works.door);
    await this.host.start();
  }

  private openFront(): HttpFront | null {
    return this.modules.get<HttpFront | null>(HTTP_FRONT, { strict: false });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.host?.stop();
    this.host = null;
  }
}

/** Runs connectors: service-host imports it into every process that has any. The tokens of runtime and of the stores come by injection. */
@Module({})
export class ConnectorHostModule {
  static register(options: ConnectorHostOptions): DynamicModule {
    return { module: ConnectorHostModule, providers: [{ provide: OPTIONS, useValue: options }, ConnectorHostLifecycle] };
  }
}
