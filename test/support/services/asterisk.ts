import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AMI_LOGIN, writeAsteriskConfig } from './asterisk-config.js';
import { handOver, isBooted, originate } from './asterisk-originate.js';
import { findFreePorts } from './ports.js';
import { tether } from './tether.js';

/** Unpacked, not installed (`test/services/install.sh`): Debian 12 has no Asterisk, and the one of Debian 11 brings its own libraries. */
const ROOT = fileURLToPath(new URL('../../../.services/asterisk/root', import.meta.url));

export type FoundAsterisk = { readonly found: true; readonly root: string } | { readonly found: false; readonly missing: string };

export function findAsterisk(): FoundAsterisk {
  if (existsSync(join(ROOT, 'usr/sbin/asterisk'))) return { found: true, root: ROOT };
  return { found: false, missing: 'no Asterisk in .services/asterisk' };
}

export interface AsteriskServer {
  /** `Master.csv`, with all columns; times are UTC. */
  readonly cdrFile: string;
  readonly queueLog: string;
  readonly ami: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  /** Somebody calls: `400` is answered by 801, `401` is busy, `402` rings at 803 and nobody answers, `410` is a queue that 801 answers, `411` one in which nobody does. He hangs up after `patienceS`. */
  call(line: '400' | '401' | '402' | '410' | '411', caller: string, patienceS?: number): Promise<void>;
  /** Who speaks at this extension gives the caller on to 804, who answers after 2 s. */
  handOver(from: '801'): Promise<void>;
  /** Gives `Master.csv` another name, as logrotate does. */
  rotate(): Promise<void>;
  readLog(): Promise<string>;
  /** Kills it as a crash does; `restart` brings it back on the same ports and files. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Asterisk 16 on free ports of this machine, without phones: callers and agents are its own local channels. */
export async function startAsterisk(): Promise<AsteriskServer> {
  const asterisk = findAsterisk();
  if (!asterisk.found) throw new Error(asterisk.missing);
  const { root } = asterisk;
  // Short: the path of its unix socket may have 108 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'as-'));
  const [port] = (await findFreePorts(1)) as [number];
  await writeAsteriskConfig({ root, folder, port });
  const ami = { host: '127.0.0.1', port, ...AMI_LOGIN };
  const cdrFile = join(folder, 'log/cdr-csv/Master.csv');
  let child: ChildProcess | undefined;
  let untie = () => undefined as void;
  let turned = 0;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  const server: AsteriskServer = {
    cdrFile,
    queueLog: join(folder, 'log/queue_log'),
    ami,
    call: async (line, caller, patienceS = 20) => {
      await originate(ami, { line, caller, patienceS });
    },
    handOver: (from) => handOver(ami, { from, to: '804' }),
    rotate: () => rename(cdrFile, `${cdrFile}.${++turned}`),
    readLog: () => readFile(join(folder, 'log/messages'), 'utf8').catch(() => 'no log'),
    kill: async () => {
      if (child?.pid === undefined || !isRunning()) return;
      const gone = once(child, 'exit');
      child.ref();
      process.kill(child.pid, 'SIGKILL');
      await gone;
      untie();
    },
    restart: async () => {
      if (isRunning()) return;
      const libraries = [join(root, 'usr/lib'), join(root, 'usr/lib/x86_64-linux-gnu')].join(':');
      await rm(join(folder, 'run'), { recursive: true, force: true });
      await mkdir(join(folder, 'run'));
      child = spawn(join(root, 'usr/sbin/asterisk'), ['-f', '-q', '-C', join(folder, 'asterisk.conf')], {
        stdio: 'ignore',
        detached: true,
        env: { ...process.env, LD_LIBRARY_PATH: libraries, TZ: 'UTC' },
      });
      child.unref();
      untie = tether(-child.pid!, folder);
      await waitForManager(port, isRunning, server);
    },
    stop: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await server.restart();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function waitForManager(port: number, isRunning: () => boolean, server: AsteriskServer): Promise<void> {
  for (const deadline = Date.now() + 15_000; !(await isBooted({ host: '127.0.0.1', port, ...AMI_LOGIN }));) {
    if (!isRunning() || Date.now() > deadline) throw new Error(`Asterisk is not up: ${(await server.readLog()).slice(-2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
