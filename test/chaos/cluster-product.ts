import { join } from 'node:path';
import { startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { startKafka } from '../support/services/kafka.js';
import { findFreePorts } from '../support/services/ports.js';
import { killHard } from './kill-hard.js';
import { API_KEY, type Product, type ProductPlace } from './product.js';
import { SupervisedProcess } from './supervised-process.js';
import { waitUntilReady } from './wait-until-ready.js';

/** One process per app (ticketing twice), a real Kafka and a PostgreSQL server: every one of them is a victim. */
export async function startCluster({ root, dataDir, sinkPort, inbox, apps: names }: ProductPlace): Promise<Product> {
  const kafka = await startKafka();
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'server'), port: 0, logger: silentLogger });
  const [smtpPort, firstPort, secondPort, ...appPorts] = (await findFreePorts(3 + names.length)) as [number, number, number, ...number[]];
  const ticketingPorts = [firstPort, secondPort];
  const ports = new Map(names.map((name, index) => [name, appPorts[index]!]));
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATABASE_URL: postgres.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TRIBUTARY_DATA_DIR: join(dataDir, 'apps'),
    TRIBUTARY_SMTP_PORT: String(smtpPort),
    TRIBUTARY_SMTP_OUT: `smtp://127.0.0.1:${sinkPort}`,
    TRIBUTARY_API_KEY: API_KEY,
    ...inbox,
    TRIBUTARY_LOG_LEVEL: 'warn',
  };
  const app = (name: string, label: string, port: number) =>
    new SupervisedProcess(label, ['apps/tools/run.mjs', 'app', name], { ...env, TRIBUTARY_HTTP_PORT: String(port) }, root);
  const apps = [
    ...names.map((name) => app(name, name, ports.get(name)!)),
    ...ticketingPorts.map((port, copy) => app('ticketing', `ticketing-${copy + 1}`, port)),
  ];
  for (const each of apps) each.start();
  const urls = [...ticketingPorts, ...appPorts].map((port) => `http://127.0.0.1:${port}`);
  return {
    smtpPort,
    apiUrl: urls[0]!,
    addressOf: (inboxId, name) => `http://127.0.0.1:${ports.get(name)}/in/${inboxId}`,
    victims: [...apps.map((each) => each.name), 'broker', 'postgres'],
    kill: async (victim) => {
      if (victim === 'postgres') killHard(postgres.pid);
      else if (victim === 'broker') {
        await kafka.kill('SIGKILL');
        await kafka.restart();
      } else await apps.find((each) => each.name === victim)?.kill();
    },
    ready: (limitMs) => waitUntilReady(urls, limitMs),
    stop: async () => {
      await Promise.all(apps.map((each) => each.stop()));
      await postgres.stop();
      await kafka.stop();
    },
    tails: () => new Map(apps.map((each) => [each.name, each.tail])),
  };
}
