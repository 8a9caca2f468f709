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

export interface Throughput {
  readonly name: string;
  readonly mailsPerSecond: number;
  /** CPU of one mail by part, µs. */
  readonly cpuUs: { readonly main: number; readonly parsers: number; readonly postgres: number; readonly all: number };
  readonly idleMb?: number;
  /** Highest of each turn. */
  readonly peakMb?: readonly number[];
}

const CONNECTIONS = 20;
const ROUNDS = 3;

function runNode(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['apps/tools/run.mjs', 'exec', script, ...args], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error(`ended without a word: ${text}`);
}

/** Resolves with the milliseconds from the first byte to the last answer: starting the sender does not count. */
async function send(port: number, count: number, run: string): Promise<number> {
  const sender = runNode('test/bench/sender', [String(port), 'support@example.com', String(count), String(CONNECTIONS), run]);
  const { ms, refused } = JSON.parse(await firstLine(sender)) as { ms: number; refused: number };
  if (refused > 0) throw new Error(`${refused} mails were refused`);
  return ms;
}

/** What takes mails at a port. */
interface Contender {
  readonly name: string;
  readonly port: number;
  measure(): TreeUse;
  /** Resolves when so many mails in all are visible. */
  waitFor(mails: number): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** smtp-server, mailparser and one table, nothing between: a mail that has its 250 is visible. */
async function startBare(): Promise<Contender> {
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
async function startStandalone(): Promise<Contender> {
  const names = new DnsServer(
    Object.fromEntries(
      Array.from({ length: SENDING_DOMAINS }, (_, index) => [`bench${index}.test`, { TXT: ['v=spf1 ip4:127.0.0.1 -all'] }]),
    ),
  );
  const product = await startProduct({
    TRIBUTARY_LOG_LEVEL: 'error',
    TRIBUTARY_EMAIL_DNS_SERVERS: await names.open(),
    TRIBUTARY_SMTP_RELAYS: '192.0.2.1',
  });
  return {
    name: 'standalone',
    port: product.smtpPort,
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

export interface Comparison {
  readonly bare: Throughput;
  readonly standalone: Throughput;
  /** Standalone by bare, of the round in the middle. */
  readonly ratio: number;
}

/**
 * Both at once, in three turns of `count` mails each, while the other one is stopped: a machine that gives more in one minute than in the
 * next gives it to both. In shorter turns the time of the last mail from its answer to its entry, a sixth of a second, counts as rate.
 */
export async function compareThroughput(count: number): Promise<Comparison> {
  const standalone = await startStandalone();
  try {
    await sleep(2_000);
    const idleMb = Math.round(standalone.measure().nodeRssBytes / 1e6);
    const bare = await startBare();
    try {
      const warm = Math.ceil(count / 10);
      const turns = { bare: new Turns(bare, warm), standalone: new Turns(standalone, warm) };
      const ratios: number[] = [];
      for (const round of ['warm', ...Array.from({ length: ROUNDS }, (_, index) => `run${index}`)]) {
        standalone.pause();
        const plain = await turns.bare.take(round, count);
        standalone.resume();
        bare.pause();
        const whole = await turns.standalone.take(round, count);
        bare.resume();
        if (round !== 'warm') ratios.push(whole / plain);
      }
      return {
        bare: turns.bare.summarise(),
        standalone: { ...turns.standalone.summarise(), idleMb, peakMb: turns.standalone.peaksMb },
        ratio: ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)]!,
      };
    } finally {
      await bare.stop();
    }
  } finally {
    standalone.resume();
    await standalone.stop();
  }
}

/** What a contender has done so far. */
class Turns {
  readonly peaksMb: number[] = [];
  private sent = 0;
  private ms = 0;
  private mails = 0;
  private before: TreeUse | undefined;

  constructor(
    private readonly contender: Contender,
    private readonly warm: number,
  ) {}

  /** Mails a second of this turn. The CPU of the pauses in between is next to nothing: it is stopped then. */
  async take(round: string, full: number): Promise<number> {
    const count = round === 'warm' ? this.warm : full;
    if (round !== 'warm') this.before ??= this.contender.measure();
    let peakMb = 0;
    const watch = setInterval(() => (peakMb = Math.max(peakMb, Math.round(this.contender.measure().nodeRssBytes / 1e6))), 250);
    const sending = await send(this.contender.port, count, round);
    const answered = performance.now();
    this.sent += count;
    await this.contender.waitFor(this.sent);
    clearInterval(watch);
    const ms = sending + performance.now() - answered;
    if (round !== 'warm') {
      this.peaksMb.push(peakMb);
      this.ms += ms;
      this.mails += count;
    }
    return count / (ms / 1000);
  }

  summarise(): Throughput {
    return summarise(this.contender.name, this.mails, this.ms, this.before!, this.contender.measure());
  }
}

async function waitForEntries(apiUrl: string, wanted: number): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${apiUrl}/metrics`)).text();
    const entries = Number(/^tributary_intake_entries_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0);
    if (entries >= wanted) return;
    await sleep(20);
  }
}

function summarise(name: string, count: number, ms: number, before: TreeUse, after: TreeUse): Throughput {
  const us = (part: 'mainCpuMs' | 'childrenCpuMs' | 'postgresCpuMs') => Math.round(((after[part] - before[part]) * 1000) / count);
  const [main, parsers, postgres] = [us('mainCpuMs'), us('childrenCpuMs'), us('postgresCpuMs')];
  return { name, mailsPerSecond: Math.round(count / (ms / 1000)), cpuUs: { main, parsers, postgres, all: main + parsers + postgres } };
}
