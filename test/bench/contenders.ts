import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { DnsServer } from '../support/dns-server.js';
import { startProduct } from '../support/started-product.js';
import { measureTree, type TreeUse } from './processes.js';
import { SENDING_DOMAINS } from './sender.js';

/** What takes mails at a port. */
export interface Contender {
  readonly name: string;
  readonly port: number;
  /** Of the product only. */
  readonly apiUrl?: string;
  measure(): TreeUse;
  /** Resolves when so many mails in all are visible. */
  waitFor(mails: number): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** smtp-server, mailparser and one table, nothing between: a mail that has its 250 is visible. */
export async function startBare(): Promise<Contender> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, logger: silentLogger });
  const child = runNode('test/bench/bare-pipeline', [postgres.url]);
  const { port } = JSON.parse(await firstLine(child)) as { port: number };
  return {
    name: 'bare pipeline',
    port,
    measure: () => measureTree(child.pid!, [postgres.pid]),
    waitFor: () => Promise.resolve(),
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit').catch(() => undefined);
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `npm start`, which asks a name server for SPF and DMARC of every mail: visible is what is an entry. */
export async function startStandalone(name = 'standalone', environment: Readonly<Record<string, string>> = {}): Promise<Contender> {
  const names = new DnsServer(
    Object.fromEntries(
      Array.from({ length: SENDING_DOMAINS }, (_, index) => [`bench${index}.test`, { TXT: ['v=spf1 ip4:127.0.0.1 -all'] }]),
    ),
  );
  const product = await startProduct({
    TRIBUTARY_LOG_LEVEL: 'error',
    TRIBUTARY_EMAIL_DNS_SERVERS: await names.open(),
    TRIBUTARY_SMTP_RELAYS: '192.0.2.1',
    ...environment,
  });
  return {
    name,
    port: product.smtpPort,
    apiUrl: product.apiUrl,
    measure: () => measureTree(product.pid),
    waitFor: (mails) => waitForEntries(product.apiUrl, mails),
    pause: () => process.kill(product.pid, 'SIGSTOP'),
    resume: () => process.kill(product.pid, 'SIGCONT'),
    stop: async () => {
      await product.stop();
      names.close();
    },
  };
}

export function runNode(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['apps/tools/run.mjs', 'exec', script, ...args], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error(`ended without a word: ${text}`);
}

async function waitForEntries(apiUrl: string, wanted: number): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${apiUrl}/metrics`)).text();
    const entries = Number(/^tributary_intake_entries_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0);
    if (entries >= wanted) return;
    await sleep(20);
  }
}
