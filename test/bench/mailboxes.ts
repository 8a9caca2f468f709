import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DovecotServer, findDovecot, startDovecot } from '../support/services/dovecot.js';
import { startSilentServer } from '../support/silent-server.js';
import { startProduct } from '../support/started-product.js';
import type { Figure } from './figures.js';
import { countEntries, writeMail } from './imap.js';
import { measureTree } from './processes.js';

const ALIVE = 28;
const MAILS = 200;
const ROUNDS = 3;
const TARGET = 0.9;
const PARTS = ['mainCpuMs', 'childrenCpuMs', 'postgresCpuMs'] as const;
const users = Array.from({ length: ALIVE }, (_, index) => ({ name: `box${index}@bench.test`, password: `secret${index}` }));

/** 28 mailboxes of 200 mails in one process, alone and beside two dead ones; turn by turn, for the host is not equally fast all the time. */
export async function measureMailboxes(): Promise<Figure[]> {
  if (!findDovecot().found) return [];
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const [dovecot, strict, hole] = await Promise.all([startDovecot({ users }), startDovecot(), startSilentServer()]);
  try {
    for (const { name } of users) for (let n = 0; n < MAILS; n += 1) await dovecot.deliver(writeMail(`${name} ${n}`, `c${n % 20}`), name);
    const dead = [
      toInbox('refused', strict.imapPort, strict.users[0]!.name, 'wrong'),
      toInbox('silent', hole.port, 'kf@bench.test', 'secret'),
    ];
    const [alone, beside]: [Round[], Round[]] = [[], []];
    await measureRound(folder, dovecot, []);
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(await measureRound(folder, dovecot, []));
      beside.push(await measureRound(folder, dovecot, dead));
    }
    const ratesOf = (rounds: readonly Round[]) => rounds.map(({ rate }) => rate);
    const cpuOf = (rounds: readonly Round[]) => rounds.map(({ cpuUs }) => cpuUs);
    const ratio = middle(ratesOf(beside)) / middle(ratesOf(alone));
    const cpuRatio = middle(cpuOf(beside)) / middle(cpuOf(alone));
    const show = (rounds: readonly Round[]) =>
      `${Math.round(middle(ratesOf(rounds)))} /s (${ratesOf(rounds).map(Math.round).join(', ')}), CPU a mail ${Math.round(middle(cpuOf(rounds)))} µs`;
    return [
      { part: 'imap', name: `${ALIVE} mailboxes of ${MAILS} mails, alone`, measured: show(alone) },
      {
        part: 'imap',
        name: 'beside two dead ones (a password refused, a host that is silent)',
        measured: `${show(beside)}: ×${ratio.toFixed(2)}, CPU ×${cpuRatio.toFixed(2)}`,
        target: `≥ ×${TARGET.toFixed(2)}`,
        holds: ratio >= TARGET,
      },
    ];
  } finally {
    await Promise.all([dovecot.stop(), strict.stop(), hole.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Round {
  /** Mails per second. */
  readonly rate: number;
  /** A mail, of the product with all its processes. */
  readonly cpuUs: number;
}

/** From the moment the server lets the product in until all are entries. */
async function measureRound(folder: string, dovecot: DovecotServer, dead: readonly object[]): Promise<Round> {
  const config = join(folder, 'mailboxes.yaml');
  const alive = users.map(({ name, password }, index) => toInbox(`box${index}`, dovecot.imapPort, name, password));
  await writeFile(config, `inboxes: ${JSON.stringify([...dead, ...alive])}\n`);
  await dovecot.kill('SIGSTOP');
  const product = await startProduct({ TRIBUTARY_CONFIG: config, TRIBUTARY_LOG_LEVEL: 'error' });
  try {
    const [before, began] = [measureTree(product.pid), performance.now()];
    await dovecot.kill('SIGCONT');
    const end = began + 300_000;
    for (let entries = 0; entries < ALIVE * MAILS; entries = await countEntries(product)) {
      if (performance.now() > end) throw new Error(`${entries} of ${ALIVE * MAILS} mails came in five minutes`);
      await sleep(20);
    }
    const seconds = (performance.now() - began) / 1_000;
    const after = measureTree(product.pid);
    const cpuMs = PARTS.reduce((sum, part) => sum + after[part] - before[part], 0);
    return { rate: (ALIVE * MAILS) / seconds, cpuUs: (cpuMs * 1_000) / (ALIVE * MAILS) };
  } finally {
    await product.stop();
  }
}

function toInbox(id: string, port: number, user: string, password: string): object {
  return {
    id,
    channel: 'email',
    address: `${id}@bench.test`,
    imap: { host: '127.0.0.1', port, user, password, tls: false, since: '2020-01-01' },
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
