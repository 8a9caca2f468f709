import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePorts } from '../support/services/ports.js';
import { killHard } from './kill-hard.js';
import { API_KEY, type Product, type ProductPlace } from './product.js';
import { SupervisedProcess } from './supervised-process.js';
import { waitUntilReady } from './wait-until-ready.js';

/** `npm start` with the embedded database: Node and its postmaster are the victims. */
export async function startStandalone({ root, dataDir, sinkPort, inbox }: ProductPlace): Promise<Product> {
  const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
  const node = new SupervisedProcess(
    'node',
    ['apps/tools/run.mjs', 'standalone'],
    {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TRIBUTARY_DATA_DIR: dataDir,
      TRIBUTARY_HTTP_PORT: String(httpPort),
      TRIBUTARY_SMTP_PORT: String(smtpPort),
      TRIBUTARY_SMTP_OUT: `smtp://127.0.0.1:${sinkPort}`,
      TRIBUTARY_API_KEY: API_KEY,
      ...inbox,
      TRIBUTARY_LOG_LEVEL: 'warn',
    },
    root,
  );
  node.start();
  const apiUrl = `http://127.0.0.1:${httpPort}`;
  return {
    smtpPort,
    apiUrl,
    addressOf: (inboxId) => `${apiUrl}/in/${inboxId}`,
    victims: ['node', 'postmaster'],
    kill: async (victim) => (victim === 'node' ? node.kill() : killPostmaster(dataDir)),
    ready: (limitMs) => waitUntilReady([apiUrl], limitMs),
    stop: () => node.stop(),
    tails: () => new Map([['node', node.tail]]),
  };
}

async function killPostmaster(dataDir: string): Promise<void> {
  const pid = await findPostmasterPid(dataDir);
  if (pid !== null) killHard(pid);
}

/** First line of postmaster.pid, wherever below the data folder the cluster lies. */
async function findPostmasterPid(dataDir: string): Promise<number | null> {
  for (const entry of await readdir(dataDir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const text = await readFile(join(dataDir, entry.name, 'postmaster.pid'), 'utf8').catch(() => null);
    const pid = Number(text?.split('\n')[0]);
    if (Number.isInteger(pid) && pid > 1) return pid;
  }
  return null;
}
