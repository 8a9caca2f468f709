import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLOB_STORE, blobStoreMigrations, openBlobStore } from '#blob-store';
import type { ConnectorFactory } from '#connector-sdk';
import { ConnectorHost, connectorSdkMigrations, createHostWorks } from '#connector-sdk/host';
import { DATABASE, openDatabase, type Database } from '#database';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { CuttableLink } from '#event-bus/testing';
import { EVENT_BUS, eventBusMigrations, openEventBus, type ConsumedRecord, type EventBus } from '#event-bus';
import { EventSchemas, PARTITIONS, Topics, type EventData, type EventType } from '#contracts';
import {
  RetriableError,
  CLOCK,
  HealthRegistry,
  LOGGER,
  METRICS,
  Metrics,
  passingTracing,
  SECRET_KEY,
  SecretKey,
  SETTINGS,
  Settings,
  silentLogger,
  SystemClock,
  TRACING,
} from '#runtime';

export interface RunningHost {
  readonly host: ConnectorHost;
  readonly works: ReturnType<typeof createHostWorks>;
  readonly bus: EventBus;
  readonly database: Database;
  readonly health: HealthRegistry;
  /** Its way to the database. */
  readonly link: CuttableLink;
  stop(): Promise<void>;
}

/** A real PostgreSQL with log and blobs, on which hosts come and go. */
export class HostFixture {
  private constructor(
    readonly data: TestDatabase,
    private readonly folder: string,
    private readonly running: RunningHost[] = [],
  ) {}

  static async open(): Promise<HostFixture> {
    const data = await openTestDatabase([eventBusMigrations, blobStoreMigrations, connectorSdkMigrations]);
    return new HostFixture(data, await mkdtemp(join(tmpdir(), 'tributary-host-')));
  }

  async startHost(factories: readonly ConnectorFactory[], given: Record<string, unknown>): Promise<RunningHost> {
    const settings = Settings.parse({
      bus: { pollMs: 100, parkBackoffMs: [50], maxAttempts: 3 },
      ...given,
      connectorHost: {
        watchMs: 50,
        restartBackoffMs: [50],
        holdRetryMs: 100,
        ...(given['connectorHost'] ?? {}),
      },
    });
    const clock = new SystemClock();
    const link = await CuttableLink.open(this.data.url);
    const database = await openDatabase({ url: link.url, poolSize: 6, statementTimeoutMs: 30_000, logger: silentLogger });
    const health = new HealthRegistry();
    const { store } = await openBlobStore({ database, settings: settings.blobs, dataDir: this.folder, logger: silentLogger, clock });
    const bus = await openEventBus({ settings, database, clock, logger: silentLogger, health });
    await bus.ensureTopics([Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates]);
    const parts = new Map<symbol, unknown>([
      [SETTINGS, settings],
      [LOGGER, silentLogger],
      [CLOCK, clock],
      [METRICS, new Metrics()],
      [TRACING, passingTracing],
      [SECRET_KEY, new SecretKey('a secret of thirty-two characters')],
      [DATABASE, database],
      [EVENT_BUS, bus],
      [BLOB_STORE, store],
    ]);
    const works = createHostWorks(<T>(token: symbol) => parts.get(token) as T, factories);
    const host = new ConnectorHost({ ...works, guard: { install: () => undefined } }, settings, health, silentLogger);
    await host.start();
    const running: RunningHost = {
      host,
      works,
      bus,
      database,
      health,
      link,
      stop: async () => {
        this.running.splice(this.running.indexOf(running), 1);
        await host.stop();
        await bus.stop();
        await database.close();
        await link.close();
      },
    };
    this.running.push(running);
    return running;
  }

  async close(): Promise<void> {
    for (const host of [...this.running]) await host.stop();
    await this.data.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** All events of a topic, each partition in its order. */
export async function readTopic<T extends EventType>(
  bus: EventBus,
  topic: string,
): Promise<{ record: ConsumedRecord; data: EventData<T> }[]> {
  const read: ConsumedRecord[] = [];
  for (let partition = 0; partition < PARTITIONS; partition += 1) read.push(...(await bus.read(topic, partition, '0', 1_000)));
  return read.map((record) => ({
    record,
    data: EventSchemas[record.envelope.type as EventType].parse(record.envelope.data) as EventData<T>,
  }));
}

/** Waits for what must happen; what it saw last is in the failure. */
export async function eventually<T>(read: () => T | Promise<T>, holds: (seen: T) => boolean, ms = 10_000): Promise<T> {
  const deadline = performance.now() + ms;
  // To read a whole topic again and again is work for what should happen too.
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 1.4, 100)) {
    // A busy machine may have no connection for us now.
    const seen = await Promise.resolve()
      .then(read)
      .catch((error: unknown) => (error instanceof RetriableError ? error : Promise.reject(error as Error)));
    if (!(seen instanceof RetriableError) && holds(seen)) return seen;
    if (performance.now() > deadline) {
      const last = seen instanceof RetriableError ? seen.message : JSON.stringify(seen);
      throw new Error(`did not happen within ${ms} ms; seen last: ${last?.slice(0, 2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
