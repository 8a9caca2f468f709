import { setTimeout as sleep } from 'node:timers/promises';
import { Settings, silentLogger } from '#runtime';
import { ParserPool } from '../../apps/email-connector/src/parsing/parser-pool.js';
import type { MailEnvelope } from '../../apps/email-connector/src/parsing/parser.js';
import { mailOf } from '../support/bad-mails.js';
import { HOSTILE, REGEX_BAITS } from '../support/hostile-mails.js';
import { costOf } from '../support/parser-cost.js';
import { SmtpClient } from '../support/smtp-client.js';
import { startProduct } from '../support/started-product.js';
import { type Figure, percentile, showMs } from './figures.js';

const MAX_MS = 2_000;
const MAX_MB = 300;
const NEIGHBOURS = 5;
/** Between two mails of one neighbour. */
const APART_MS = 50;
/** Of the door as shipped, with room for dots. */
const DOOR_BYTES = 25_000_000;

const ENVELOPE: MailEnvelope = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-03-02T09:00:00.000Z',
  deliveryId: 'bench:1',
};

/** Mails made to break a parser: what each costs in the parsing process, and what ordinary mails beside them wait at the door. */
export async function measureHostile(): Promise<Figure[]> {
  const alone = await measureAlone();
  const figure = (name: string, value: (cost: Cost) => number, show: (value: number) => string, most: number, target: string): Figure => {
    const worst = alone.reduce((a, b) => (value(b) > value(a) ? b : a));
    return { part: 'hostile', name, measured: `${show(value(worst))} (${worst.name})`, target, holds: value(worst) <= most };
  };
  const failed = alone.filter(({ failure }) => failure !== null).map(({ name, failure }) => `${name}: ${failure}`);
  return [
    { part: 'hostile', name: `${alone.length} mails become messages`, measured: failed.join('; ') || 'all', holds: failed.length === 0 },
    figure('CPU of the parsing process, the worst mail', ({ cpuMs }) => cpuMs, showMs, MAX_MS, '≤ 2 s'),
    figure(
      'memory of the parsing process, the worst mail',
      ({ peakMb }) => peakMb,
      (mb) => `${Math.round(mb)} MB`,
      MAX_MB,
      '≤ 300 MB',
    ),
    ...(await measureNeighbours()),
  ];
}

interface Cost {
  readonly name: string;
  readonly cpuMs: number;
  /** Of the process, which read nothing else but a small mail before. */
  readonly peakMb: number;
  readonly failure: string | null;
}

/** The mails each in a fresh process; the texts that bait patterns one after another in one. */
async function measureAlone(): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const mail of HOSTILE) costs.push(...(await readIn([mail])));
  costs.push(...(await readIn(REGEX_BAITS)));
  return costs;
}

async function readIn(mails: typeof HOSTILE): Promise<Cost[]> {
  const pool = new ParserPool(Settings.parse({ email: { parserProcesses: 1, parserTimeoutMs: 30_000 } }), silentLogger);
  const costs: Cost[] = [];
  try {
    await pool.parse(mailOf('', 'warm'), ENVELOPE);
    const [pid] = pool.processIds();
    for (const [name, make] of mails) {
      const before = costOf(pid!).cpuMs;
      const { failure } = await pool.parse(make(), ENVELOPE);
      const { cpuMs, peakBytes } = costOf(pid!);
      costs.push({ name, cpuMs: cpuMs - before, peakMb: peakBytes / 1_048_576, failure: failure?.code ?? null });
    }
    return costs;
  } finally {
    await pool.stop();
  }
}

/** Five senders of small mails at the product's door, before and while a sixth sends all the hostile ones. */
async function measureNeighbours(): Promise<Figure[]> {
  const product = await startProduct({ TRIBUTARY_LOG_LEVEL: 'error' });
  try {
    const quiet = await sendUntil(product.smtpPort, sleep(10_000));
    const hostile = sendHostile(product.smtpPort);
    const beside = await sendUntil(product.smtpPort, hostile);
    const refused = await hostile;
    const show = (waits: readonly number[]) =>
      `p50 ${showMs(percentile(waits, 0.5))}, p99 ${showMs(percentile(waits, 0.99))}, ${waits.length} mails`;
    const p99 = percentile(beside, 0.99);
    return [
      { part: 'hostile', name: 'ordinary mails at the door, alone', measured: show(quiet) },
      { part: 'hostile', name: 'beside hostile ones', measured: show(beside), target: 'p99 ≤ 2 s', holds: p99 <= MAX_MS },
      {
        part: 'hostile',
        name: 'hostile mails taken',
        measured: refused.length === 0 ? 'all' : refused.join('; '),
        holds: refused.length === 0,
      },
    ];
  } finally {
    await product.stop();
  }
}

/** Names of the mails that had no 250. */
async function sendHostile(port: number): Promise<string[]> {
  const client = new SmtpClient(port);
  const refused: string[] = [];
  for (const [name, make] of HOSTILE) {
    const raw = make();
    if (raw.length > DOOR_BYTES) continue;
    const answer = await client.send('evil@example.net', ['support@example.com'], raw);
    if (!answer.startsWith('250')) refused.push(`${name}: ${answer.trim().slice(0, 60)}`);
  }
  client.close();
  return refused;
}

/** Milliseconds from the first command of each mail to its answer. */
async function sendUntil(port: number, end: Promise<unknown>): Promise<number[]> {
  let over = false;
  const stop = () => void (over = true);
  void end.then(stop, stop);
  const waits: number[] = [];
  await Promise.all(
    Array.from({ length: NEIGHBOURS }, async (_, sender) => {
      const client = new SmtpClient(port);
      const from = `c${sender}@bench.test`;
      for (let n = 0; !over; n += 1) {
        const began = performance.now();
        const id = `<${sender}.${began}.${n}@bench.test>`;
        const answer = await client.send(
          from,
          ['support@example.com'],
          `From: ${from}\r\nSubject: ${sender}\r\nMessage-ID: ${id}\r\n\r\nwords ${n}\r\n`,
        );
        if (!answer.startsWith('250')) throw new Error(`an ordinary mail was refused: ${answer}`);
        waits.push(performance.now() - began);
        await sleep(APART_MS);
      }
      client.close();
    }),
  );
  return waits;
}
