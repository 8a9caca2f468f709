import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ConnectorFactory } from '#connector-sdk';
import { ConnectorHostModule } from '#connector-sdk/host';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { BusTransport } from '#event-bus/nest';
import type { AppDefinition, Logger, Settings } from '#runtime';
import type { FrontDoor } from '../http/front-door.js';
import { DoorAdapter } from './door-adapter.js';
import { HostModule } from './host.module.js';
import { toNestLogger } from './nest-log.js';
import { servePages } from './pages.js';
import { ProblemFilter } from './problem.filter.js';

/** Attachments are uploaded as streams; JSON carries texts. */
const MAX_JSON = '5mb';

@Module({})
class RootModule {}

export interface ApplicationContext {
  readonly apps: readonly AppDefinition[];
  readonly foreign: readonly ConnectorFactory[];
  readonly parts: ReadonlyMap<symbol, unknown>;
  readonly door: FrontDoor;
  readonly settings: Settings;
  readonly log: Logger;
}

export interface StartedApplication {
  /** Doors first (connectors stop), then HTTP, then subscriptions. */
  close(): Promise<void>;
}

/** One Nest application for all apps of the process. Resolves when doors are open and subscriptions run. */
export async function startApplication(context: ApplicationContext): Promise<StartedApplication> {
  const { door, settings, log } = context;
  const adapter = new DoorAdapter(door);
  const application = await NestFactory.create<NestExpressApplication>(composeRoot(context), adapter, {
    logger: toNestLogger(log),
    abortOnError: false,
    // JSON alone: a form would be read as a change that nobody described.
    bodyParser: false,
  });
  application.disable('x-powered-by');
  application.useBodyParser('json', { limit: MAX_JSON });
  const pages = Object.assign({}, ...context.apps.map((app) => app.pages ?? {}), settings.http.pages) as Record<string, string>;
  servePages(application, pages);
  application.connectMicroservice({ strategy: new BusTransport(context.parts.get(EVENT_BUS) as EventBus) });
  try {
    await application.init();
    await application.startAllMicroservices();
  } catch (error) {
    await application.close().catch((cause: unknown) => log.warn('The application did not close cleanly', { error: cause }));
    throw error;
  }
  door.handOver(adapter.getInstance());
  return { close: () => application.close() };
}

function composeRoot({ apps, foreign, parts, log }: ApplicationContext): DynamicModule {
  const factories = apps.flatMap((app) => app.connectorFactories);
  return {
    module: RootModule,
    // Nest asks the filter registered last first: an app's own mapping goes before this one.
    providers: [{ provide: APP_FILTER, useFactory: () => new ProblemFilter(log) }],
    imports: [
      HostModule.provide(parts),
      ...apps.map((app) => app.module),
      ...(factories.length + foreign.length > 0 ? [ConnectorHostModule.register({ factories, foreign })] : []),
    ],
  };
}
