import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';
import { type Figure, percentile, showMs } from './figures.js';

const SUPPORT = 'support@example.com';
const CONNECTIONS = '8';
const CALM = 60;
const APART_MS = 100;
const TARGET_MS = 2_000;

/** How long other customers wait for their number while one address sends so many mails as fast as the door takes them. */
export async function measureFlood(messages: number): Promise<Figure[]> {
  const customers = await startMailServer();
  const product = await startProduct({ TRIBUTARY_SMTP_OUT: customers.url, TRIBUTARY_LOG_LEVEL: 'error' });
  try {
    await writeAs(product, customers, 'warm', (written) => written < CALM);
    const calm = await writeAs(product, customers, 'calm', (written) => written < CALM);
    const sender = spawn(
      process.execPath,
      ['apps/tools/run.mjs', 'exec', 'test/bench/flood-sender', String(product.smtpPort), SUPPORT, String(messages), CONNECTIONS],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let over = false;
    const sent = text(sender.stdout).finally(() => (over = true));
    const loud = await writeAs(product, customers, 'loud', () => !over);
    const { ms, refused } = JSON.parse(await sent) as { ms: number; refused: number };
    if (refused > 0) throw new Error(`${refused} mails were refused`);
    const show = (waits: readonly number[]) =>
      `p50 ${showMs(percentile(waits, 0.5))}, p99 ${showMs(percentile(waits, 0.99))} (${waits.length} mails)`;
    return [
      { part: 'flood', name: 'mail → acknowledgement at the customer, calm', measured: show(calm) },
      {
        part: 'flood',
        name: `the same while one address sends ${messages} mails at ${Math.round(messages / (ms / 1000))} /s`,
        measured: show(loud),
        target: `p99 ≤ ${TARGET_MS / 1000} s`,
        holds: percentile(loud, 0.99) <= TARGET_MS,
      },
    ];
  } finally {
    await product.stop();
    await customers.stop();
  }
}

/** One mail after the other, each of another person of another domain: from its 250 to the acknowledgement. */
async function writeAs(
  product: StartedProduct,
  customers: MailServer,
  run: string,
  goesOn: (written: number) => boolean,
): Promise<number[]> {
  const door = new SmtpClient(product.smtpPort);
  const taken = new Map<string, number>();
  const told = new Map<string, number>();
  const watch = () => {
    for (const { envelopeTo } of customers.arrived.splice(0)) if (taken.has(envelopeTo[0]!)) told.set(envelopeTo[0]!, performance.now());
  };
  for (let n = 0; goesOn(n); n += 1) {
    const from = `c${n}@${run}${n}.test`;
    const mail = `From: <${from}>\r\nTo: <${SUPPORT}>\r\nSubject: Printer ${n}\r\nMessage-ID: <${n}@${run}.test>\r\n\r\nIt is broken.\r\n`;
    const answer = await door.send(from, [SUPPORT], mail);
    if (!answer.startsWith('250')) throw new Error(answer);
    taken.set(from, performance.now());
    for (const end = performance.now() + APART_MS; performance.now() < end; await sleep(5)) watch();
  }
  door.close();
  for (const end = performance.now() + 120_000; told.size < taken.size; await sleep(5)) {
    watch();
    if (performance.now() > end) throw new Error(`${told.size} of ${taken.size} customers were told their number`);
  }
  return [...taken].map(([from, at]) => Math.max(0, told.get(from)! - at));
}
