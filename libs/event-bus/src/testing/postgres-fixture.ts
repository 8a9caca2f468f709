import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { openDatabase, type Database } from '#database';
import { HealthRegistry, silentLogger, type Clock, type Settings } from '#runtime';
import type { EventBus } from '../port.js';
import { PostgresEventBus } from '../postgres/postgres-event-bus.js';
import { CuttableLink } from './cuttable-link.js';
import { CONTRACT_SETTINGS, type BusFixture } from './fixture.js';

interface Process {
  readonly bus: PostgresEventBus;
  readonly database: Database;
  readonly link: CuttableLink;
}

/** The wall clock, which a test may move on. */
export class MovableClock implements Clock {
  private movedMs = 0;

  now(): Date {
    return new Date(Date.now() + this.movedMs);
  }

  advance(ms: number): void {
    this.movedMs += ms;
  }
}

export interface PostgresFixture extends BusFixture {
  readonly clock: MovableClock;
  /** Two that are linked as in threads of one process. */
  openNeighbours(settings?: Partial<Settings['bus']>): Promise<[EventBus, EventBus]>;
  /** The connections of this bus hang, without breaking. */
  stall(bus: EventBus): void;
  resume(bus: EventBus): void;
  /** Runs the retention now. */
  sweep(bus: EventBus): Promise<number>;
}

/** The Postgres engine on the database at `url`, which has the room's tables. Every bus has connections of its own, which can be cut. */
export async function openPostgresFixture(url: string, logger = silentLogger): Promise<PostgresFixture> {
  const processes = new Map<EventBus, Process>();
  const health = new HealthRegistry();
  const clock = new MovableClock();
  const connectTo = async (poolSize: number) => {
    const link = await CuttableLink.open(url);
    return { link, database: await openDatabase({ url: link.url, poolSize, statementTimeoutMs: 30_000, logger }) };
  };
  const own = await connectTo(6);

  const openBus = async (settings: Partial<Settings['bus']> = {}, neighbours: MessagePort[] = []): Promise<EventBus> => {
    const { link, database } = await connectTo(5);
    const options = { database, clock, logger, health, settings: { ...CONTRACT_SETTINGS, ...settings }, retentionDays: 30, neighbours };
    const bus = await PostgresEventBus.open(options);
    processes.set(bus, { bus, database, link });
    const stop = bus.stop.bind(bus);
    bus.stop = async () => {
      if (!processes.delete(bus)) return;
      await stop();
      await database.close();
      await link.close();
    };
    return bus;
  };
  return {
    database: own.database,
    health,
    settings: CONTRACT_SETTINGS,
    clock,
    takeOverMs: CONTRACT_SETTINGS.memberTimeoutMs,
    openBus: (settings) => openBus(settings),
    openNeighbours: (settings) => {
      const { port1, port2 } = new MessageChannel();
      return Promise.all([openBus(settings, [port1]), openBus(settings, [port2])]);
    },
    kill: async (bus) => {
      processes.get(bus)?.link.cut();
    },
    stall: (bus) => processes.get(bus)?.link.stall(),
    resume: (bus) => processes.get(bus)?.link.resume(),
    sweep: async (bus) => (await processes.get(bus)?.bus.sweep()) ?? 0,
    interrupt: async (ms) => {
      const links = [own.link, ...[...processes.values()].map(({ link }) => link)];
      for (const link of links) link.cut();
      await new Promise((resolve) => setTimeout(resolve, ms));
      for (const link of links) link.restore();
    },
    close: async () => {
      await Promise.all([...processes.keys()].map((bus) => bus.stop()));
      await own.database.close();
      await own.link.close();
    },
  };
}
