import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { waitUntilReady } from '../chaos/wait-until-ready.js';
import { startKafka } from '../support/services/kafka.js';
import { findFreePorts } from '../support/services/ports.js';
import { measureTree } from './processes.js';

/** One app's process. */
export interface AppProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** CPU so far, ms. */
export interface ClusterUse {
  /** The email connector: the door, and the parsers beside it. */
  readonly door: number;
  readonly parsers: number;
  readonly ticketing: number;
  readonly postgres: number;
  /** 0 when the broker is not ours to see. */
  readonly broker: number;
}

/** Real Kafka, a PostgreSQL server, one email connector, and as many ticketing processes as are started. */
export interface BenchCluster {
  readonly smtpPort: number;
  startTicketing(): Promise<AppProcess>;
  measure(ticketing: readonly AppProcess[]): ClusterUse;
  stop(): Promise<void>;
}

export async function startBenchCluster(): Promise<BenchCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const kafka = await startKafka({ forLoad: true });
    undo.push(() => kafka.stop());
    const brokers = kafka.external ? [] : findChildren('java');
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'server'), port: 0, logger: silentLogger });
    undo.push(() => postgres.stop());
    const [smtpPort] = (await findFreePorts(1)) as [number];
    const environment = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: postgres.url,
      KAFKA_BROKERS: kafka.brokers.join(','),
      TRIBUTARY_DATA_DIR: join(folder, 'apps'),
      TRIBUTARY_SMTP_PORT: String(smtpPort),
      TRIBUTARY_LOG_LEVEL: 'error',
    };
    const start = async (name: string) => {
      const app = await startApp(name, environment);
      undo.push(() => app.stop());
      return app;
    };
    const connector = await start('email-connector');
    return {
      smtpPort,
      startTicketing: () => start('ticketing'),
      measure: (ticketing) => {
        const email = measureTree(connector.pid, [postgres.pid]);
        const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + measureTree(pid).mainCpuMs, 0);
        return {
          door: email.mainCpuMs,
          parsers: email.childrenCpuMs,
          postgres: email.postgresCpuMs,
          ticketing: sum(ticketing.map(({ pid }) => pid)),
          broker: sum(brokers),
        };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startApp(name: string, environment: NodeJS.ProcessEnv): Promise<AppProcess> {
  const [port] = (await findFreePorts(1)) as [number];
  const child = spawn(process.execPath, ['apps/tools/run.mjs', 'app', name], {
    env: { ...environment, TRIBUTARY_HTTP_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const app = { url: `http://127.0.0.1:${port}`, pid: child.pid!, stop: () => end(child) };
  try {
    await waitUntilReady([app.url], 90_000);
    return app;
  } catch (error) {
    await app.stop();
    throw error;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(hard);
}

/** Pids of this process's own children that run a program of that name. */
function findChildren(program: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return stat.includes(`(${program})`) && stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(process.pid);
      } catch {
        return false;
      }
    });
}
