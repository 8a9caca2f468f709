import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { KafkaNode } from './kafka-node.js';
import { findFreePorts } from './ports.js';

export type FoundKafka =
  | { readonly found: true; readonly brokers: string[] }
  | { readonly found: true; readonly libs: string }
  | { readonly found: false; readonly missing: string };

/** `KAFKA_BROKERS` wins, then `KAFKA_HOME/libs`, then what `npm run test:services` fetched. */
export function findKafka(): FoundKafka {
  const brokers = process.env['KAFKA_BROKERS'];
  if (brokers) return { found: true, brokers: brokers.split(',').map((broker) => broker.trim()) };
  const homes = [process.env['KAFKA_HOME'], join(process.cwd(), '.services/kafka')].filter((home) => home !== undefined);
  const libs = homes.map((home) => join(home, 'libs')).find((folder) => existsSync(folder));
  if (libs === undefined) return { found: false, missing: 'no Apache Kafka (KAFKA_BROKERS, KAFKA_HOME, .services/kafka)' };
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return { found: false, missing: 'no Java to run Kafka with' };
  return { found: true, libs };
}

export interface KafkaServer {
  readonly brokers: string[];
  /** A broker of the user's own: it cannot be killed or restarted. */
  readonly external: boolean;
  /** Sends the signal (default SIGKILL) to one node, or to all, and waits until they are gone. */
  kill(signal?: NodeJS.Signals, node?: number): Promise<void>;
  /** Starts what does not run, on the same ports and data; resolves when the cluster answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface KafkaOptions {
  readonly nodes?: 1 | 3;
  /** For benchmarks: starts more slowly, runs faster. */
  readonly forLoad?: boolean;
}

/** A real Kafka (KRaft) with one or three nodes on free ports and a folder of its own. About 4 s. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaServer> {
  const kafka = findKafka();
  if (!kafka.found) throw new Error(kafka.missing);
  if ('brokers' in kafka) return referToBrokers(kafka.brokers);
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-kafka-'));
    const nodes = await layOutCluster(kafka.libs, folder, options);
    const brokers = nodes.map((node) => node.address);
    const server: KafkaServer = {
      brokers,
      external: false,
      kill: async (signal = 'SIGKILL', node) => {
        const chosen = node === undefined ? nodes : nodes.slice(node, node + 1);
        await Promise.all(chosen.map((each) => each.kill(signal)));
      },
      restart: async () => {
        for (const node of nodes) node.start();
        await waitForCluster(nodes);
      },
      stop: async () => {
        await Promise.all(nodes.map((node) => node.kill('SIGKILL')));
        await rm(folder, { recursive: true, force: true });
      },
    };
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server.stop();
      // Somebody may have taken a port between the look and the bind.
      if (attempt === 3) throw error;
    }
  }
}

async function layOutCluster(libs: string, folder: string, { nodes: count = 1, forLoad = false }: KafkaOptions): Promise<KafkaNode[]> {
  const ports = await findFreePorts(count * 2);
  const voters = Array.from({ length: count }, (_, index) => `${index + 1}@127.0.0.1:${ports[count + index]}`).join(',');
  const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  const nodes = Array.from({ length: count }, (_, index) => {
    return new KafkaNode({
      libs,
      folder,
      id: index + 1,
      port: ports[index]!,
      controllerPort: ports[count + index]!,
      voters,
      of: count,
      forLoad,
    });
  });
  await Promise.all(nodes.map((node) => node.format(clusterId)));
  return nodes;
}

async function waitForCluster(nodes: readonly KafkaNode[]): Promise<void> {
  const kafka = new Kafka({
    brokers: nodes.map((node) => node.address),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 500,
    requestTimeout: 1000,
    retry: { retries: 0 },
  });
  const deadline = Date.now() + 120_000;
  for (;;) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.brokers.length === nodes.length) return;
    } catch (error) {
      const dead = nodes.find((node) => !node.isRunning);
      if (dead) throw new Error(`Kafka did not start: ${await dead.readLogTail()}`, { cause: error });
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    if (Date.now() > deadline) throw new Error(`Kafka did not answer within 120 s: ${await nodes[0]!.readLogTail()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function referToBrokers(brokers: string[]): KafkaServer {
  const refuse = () => Promise.reject(new Error('KAFKA_BROKERS names a broker of yours; tests do not kill it'));
  return { brokers, external: true, kill: refuse, restart: refuse, stop: () => Promise.resolve() };
}
