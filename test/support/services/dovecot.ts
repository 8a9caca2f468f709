import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDovecotConfig, type DovecotUser } from './dovecot-config.js';
import { findFreePorts } from './ports.js';
import { tether } from './tether.js';

export type FoundDovecot = { readonly found: true; readonly binary: string } | { readonly found: false; readonly missing: string };

export function findDovecot(): FoundDovecot {
  const binary = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path));
  if (binary === undefined) return { found: false, missing: 'no Dovecot' };
  if (!existsSync('/usr/lib/dovecot/lmtp')) return { found: false, missing: 'Dovecot has no LMTP (package dovecot-lmtpd)' };
  const version = spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout;
  if (!version.startsWith('2.3')) return { found: false, missing: `Dovecot ${version.trim()} reads another config language than 2.3` };
  return { found: true, binary };
}

export interface DovecotServer {
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly users: readonly DovecotUser[];
  /** What it wrote to its log until now. */
  readLog(): Promise<string>;
  /** Puts the exact bytes into the user's INBOX (Maildir: tmp, then new), in order of the calls; `arrivedAt` becomes INTERNALDATE. LMTP overtakes what nobody has looked at. */
  deliver(raw: Buffer | string, user?: string, arrivedAt?: Date): Promise<void>;
  /** The user's Maildir: `new`, `cur`, `tmp`, and `.Folder` of each further mailbox. */
  maildir(user?: string): string;
  /** Gives the user's INBOX another UIDVALIDITY and its mails new UIDs from 1, as a restored backup does. */
  resetUidValidity(user?: string): Promise<void>;
  /** Signals the server with all its children; default SIGKILL. SIGSTOP makes every link half-open, SIGCONT ends it. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP to the children that serve logged-in clients now: their links are half-open, the server greets new ones. Answers how many. */
  freezeSessions(): Promise<number>;
  /** Starts it again on the same ports and mailboxes. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const defaultUsers: DovecotUser[] = [
  { name: 'kf@example.test', password: 'secret1' },
  { name: 'sales@example.test', password: 'secret2' },
  { name: 'customer@example.test', password: 'secret3' },
];

/** A real Dovecot 2.3 on free ports with mailboxes of its own; no TLS. With `tokenInfoUrl` it takes tokens (XOAUTH2), too. Needs root or, as another user, mailboxes of that user. */
export async function startDovecot(options: { users?: readonly DovecotUser[]; tokenInfoUrl?: string } = {}): Promise<DovecotServer> {
  const dovecot = findDovecot();
  if (!dovecot.found) throw new Error(dovecot.missing);
  const users = options.users ?? defaultUsers;
  // Short: the path of a unix socket below it may have 108 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'dc-'));
  await chmod(folder, 0o755);
  const [imapPort, lmtpPort] = (await findFreePorts(2)) as [number, number];
  const owner = await writeDovecotConfig({ folder, imapPort, lmtpPort, users, tokenInfoUrl: options.tokenInfoUrl });
  const maildir = (user = users[0]!.name) => join(folder, 'home', user, 'Maildir');
  let child: ChildProcess | undefined;
  let untie = () => undefined as void;
  let delivered = 0;

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const server: DovecotServer = {
    imapPort,
    lmtpPort,
    users,
    maildir,
    readLog: () => readFile(join(folder, 'log'), 'utf8'),
    deliver: async (raw, user, arrivedAt) => {
      // Dovecot gives UIDs to files found together by the time in their names.
      const now = Date.now();
      const micros = String((now % 1000) * 1000).padStart(6, '0');
      const name = `${Math.floor(now / 1000)}.M${micros}P${process.pid}Q${String(++delivered).padStart(6, '0')}.test`;
      const from = join(maildir(user), 'tmp', name);
      await writeFile(from, raw);
      if (arrivedAt) await utimes(from, arrivedAt, arrivedAt);
      if (owner) await chown(from, owner.uid, owner.gid);
      await rename(from, join(maildir(user), 'new', name));
    },
    resetUidValidity: async (user) => {
      const list = join(maildir(user), 'dovecot-uidlist');
      const before = await readFile(list, 'utf8').catch(() => '');
      const validity = Number(/ V(\d+)/.exec(before)?.[1] ?? 1) + 1;
      for (const file of ['dovecot.index', 'dovecot.index.log', 'dovecot.index.cache', 'dovecot.list.index', 'dovecot.list.index.log']) {
        await rm(join(maildir(user), file), { force: true });
      }
      await writeFile(`${list}.new`, `3 V${validity} N1\n`);
      if (owner) await chown(`${list}.new`, owner.uid, owner.gid);
      await rename(`${list}.new`, list);
    },
    kill: async (signal = 'SIGKILL') => {
      if (child?.pid === undefined || !isRunning()) return;
      process.kill(-child.pid, signal);
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
      const gone = once(child, 'exit');
      child.ref();
      await gone;
      untie();
    },
    freezeSessions: async () => {
      const pids = await findChildren(child?.pid ?? -1, 'imap');
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      return pids.length;
    },
    restart: async () => {
      if (!isRunning()) {
        await rm(join(folder, 'run'), { recursive: true, force: true });
        // Killed between creating a lock and writing its pid into it, Dovecot itself waits two minutes before it breaks the lock.
        await Promise.all(users.map(({ name }) => rm(join(maildir(name), 'dovecot-uidlist.lock'), { force: true })));
        await mkdir(join(folder, 'run'));
        child = spawn(dovecot.binary, ['-c', join(folder, 'dovecot.conf'), '-F'], { detached: true, stdio: 'ignore' });
        child.unref();
        untie = tether(-child.pid!, folder);
      }
      await waitForGreeting(imapPort, async () => {
        if (!isRunning()) throw new Error(`Dovecot ended: ${await readFile(join(folder, 'log'), 'utf8').catch(() => 'no log')}`);
      });
    },
    stop: async () => {
      await server.kill('SIGKILL');
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

/** Processes of this name in the group that `leader` leads. */
async function findChildren(leader: number, name: string): Promise<number[]> {
  const children: number[] = [];
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // pid (name) state ppid pgrp: proc(5).
    const [, found, group] = /^\d+ \((.*)\) \S \d+ (\d+) /.exec(stat) ?? [];
    if (found === name && Number(group) === leader) children.push(Number(pid));
  }
  return children;
}

async function waitForGreeting(port: number, check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.setTimeout(1000, () => socket.destroy());
      socket.once('data', (data) => {
        resolve(data.toString().startsWith('* OK'));
        socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(false));
    });
    if (greeted) return;
    await check();
    if (Date.now() > deadline) throw new Error('Dovecot did not greet within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
