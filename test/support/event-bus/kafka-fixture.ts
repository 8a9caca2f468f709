import { connect, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { openDatabase, type Database } from '#database';
import type { EventBus } from '#event-bus';
import { CONTRACT_SETTINGS, CuttableLink, openKafkaEventBus, type BusFixture } from '#event-bus/testing';
import { HealthRegistry, Settings, silentLogger, SystemClock, type Logger } from '#runtime';
import type { KafkaServer } from '../services/index.js';

const SESSION_MS = 3_000;

/** The Kafka engine on real brokers. Every bus has links of its own to brokers and database, which can be cut. */
export async function openKafkaFixture(url: string, kafka: KafkaServer, logger: Logger = silentLogger): Promise<BusFixture> {
  const processes = new Map<EventBus, BusProcess>();
  const health = new HealthRegistry();
  const own = await openDatabase({ url, poolSize: 6, statementTimeoutMs: 30_000, logger });

  return {
    database: own,
    health,
    settings: CONTRACT_SETTINGS,
    takeOverMs: SESSION_MS,
    openBus: async (bus = {}) => {
      const process = await BusProcess.open(url, kafka.brokers, { bus, health, logger });
      processes.set(process.bus, process);
      return process.bus;
    },
    kill: async (bus) => {
      processes.get(bus)?.cut();
    },
    interrupt: async (ms) => {
      await kafka.kill('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, ms));
      await kafka.restart();
    },
    close: async () => {
      await Promise.all([...processes.values()].map((process) => process.close()));
      await own.close();
    },
  };
}

/** One bus as if in a process of its own. */
class BusProcess {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    readonly bus: EventBus,
    private readonly database: Database,
    private readonly link: CuttableLink,
    track: (onSocket: (socket: Socket) => void) => void,
  ) {
    track((socket) => {
      if (this.isCut) socket.destroy();
      else this.sockets.add(socket.once('close', () => this.sockets.delete(socket)));
    });
  }

  static async open(
    url: string,
    brokers: string[],
    { bus, health, logger }: { bus: Partial<Settings['bus']>; health: HealthRegistry; logger: Logger },
  ): Promise<BusProcess> {
    const link = await CuttableLink.open(url);
    const database = await openDatabase({ url: link.url, poolSize: 5, statementTimeoutMs: 30_000, logger });
    const settings = Settings.parse({
      kafka: { brokers, sessionTimeoutMs: SESSION_MS },
      bus: { ...CONTRACT_SETTINGS, ...bus },
      log: { retentionDays: 1 },
    });
    let onSocket: (socket: Socket) => void = () => undefined;
    const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
      const socket = connect({ host, port, noDelay: true }, onConnect);
      onSocket(socket);
      return socket;
    };
    const opened = await openKafkaEventBus({ settings, database, clock: new SystemClock(), logger, health, socketFactory });
    return new BusProcess(opened, database, link, (hear) => {
      onSocket = hear;
    });
  }

  cut(): void {
    this.isCut = true;
    this.link.cut();
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    await this.bus.stop();
    await this.database.close();
    await this.link.close();
  }
}
