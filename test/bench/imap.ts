import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { type DovecotServer, findDovecot, startDovecot } from '../support/services/dovecot.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';
import { type Figure, percentile, showMs } from './figures.js';
import { measureTree } from './processes.js';

const USER = 'kf@example.test';
const TARGET_MS = 1_000;
const TRICKLE = 60;
const APART_MS = 250;
const BODY = 'The printer on the second floor prints every page twice since this morning. '.repeat(20);

/** A mailbox on a real Dovecot, read by the product: a first sync of so many mails, then a trickle of new ones. */
export async function measureImap(messages: number): Promise<Figure[]> {
  const found = findDovecot();
  if (!found.found) {
    console.error(`SKIPPED imap: ${found.missing}. Get it with: npm run test:services`);
    return [{ part: 'imap', name: 'all', measured: `skipped: ${found.missing}` }];
  }
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const dovecot = await startDovecot();
  try {
    for (let index = 0; index < messages; index += 1) await dovecot.deliver(writeMail(`stored ${index}`, `s${Math.floor(index / 10)}`));
    await indexMailbox(dovecot);
    const config = join(folder, 'bench.yaml');
    await writeFile(config, writeConfig(dovecot));
    // The server holds its breath until the product is up: the first sync is then measured whole.
    await dovecot.kill('SIGSTOP');
    const product = await startProduct({ TRIBUTARY_CONFIG: config, TRIBUTARY_LOG_LEVEL: 'error' });
    try {
      return [await measureSync(product, dovecot, messages), ...(await measureTrickle(product, dovecot))];
    } finally {
      await product.stop();
    }
  } finally {
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSync(product: StartedProduct, dovecot: DovecotServer, messages: number): Promise<Figure> {
  const [before, began] = [measureTree(product.pid), performance.now()];
  await dovecot.kill('SIGCONT');
  const end = began + 900_000;
  for (let entries = 0; entries < messages; entries = await countEntries(product)) {
    if (performance.now() > end) throw new Error(`the first sync brought ${entries} of ${messages} mails in 15 minutes`);
    await sleep(20);
  }
  const perSecond = Math.round(messages / ((performance.now() - began) / 1000));
  const after = measureTree(product.pid);
  const us = (part: 'mainCpuMs' | 'childrenCpuMs' | 'postgresCpuMs') => Math.round(((after[part] - before[part]) * 1000) / messages);
  const [main, parsers, postgres] = [us('mainCpuMs'), us('childrenCpuMs'), us('postgresCpuMs')];
  const cpu = `CPU a mail ${main + parsers + postgres} µs (main ${main}, parsers ${parsers}, postgres ${postgres})`;
  return { part: 'imap', name: `first sync of ${messages} mails`, measured: `${perSecond} /s, ${cpu}` };
}

/** From the mail in the mailbox until `GET /tickets` shows it; beside it, until another IDLE client was told by the server. */
async function measureTrickle(product: StartedProduct, dovecot: DovecotServer): Promise<Figure[]> {
  const witness = connect(dovecot);
  await witness.connect();
  await witness.mailboxOpen('INBOX', { readOnly: true });
  const [delivered, seen, told] = [new Map<string, number>(), new Map<string, number>(), [] as number[]];
  // The n-th mail that the server tells of is the n-th delivered.
  witness.on('exists', ({ count, prevCount }: { count: number; prevCount: number }) => {
    for (let n = prevCount; n < count; n += 1) told.push(performance.now());
  });
  void witness.idle();
  const end = performance.now() + TRICKLE * APART_MS + 60_000;
  const deliver = async () => {
    for (let index = 0; index < TRICKLE; index += 1) {
      const subject = `Trickle ${index}`;
      delivered.set(subject, performance.now());
      await dovecot.deliver(writeMail(subject, `t${index}`));
      await sleep(APART_MS);
    }
  };
  const watch = async () => {
    while (seen.size < TRICKLE) {
      const { body } = await product.api<{ items: { subject: string }[] }>('/tickets?limit=20');
      const now = performance.now();
      for (const { subject } of body.items) if (delivered.has(subject) && !seen.has(subject)) seen.set(subject, now);
      if (now > end) throw new Error(`${seen.size} of ${TRICKLE} mails became tickets in time`);
      await sleep(10);
    }
  };
  await Promise.all([deliver(), watch()]);
  await witness.logout();
  const sent = [...delivered.values()];
  const waits = [...delivered].map(([subject, at]) => seen.get(subject)! - at);
  const show = (times: readonly number[]) => `p50 ${showMs(percentile(times, 0.5))}, p99 ${showMs(percentile(times, 0.99))}`;
  const figures: Figure[] = [
    {
      part: 'imap',
      name: `delivery → entry, ${TRICKLE} mails at ${1000 / APART_MS} /s`,
      measured: show(waits),
      target: `p99 ≤ ${TARGET_MS / 1000} s`,
      holds: percentile(waits, 0.99) <= TARGET_MS,
    },
  ];
  if (told.length === TRICKLE)
    figures.push({
      part: 'imap',
      name: 'of that, until Dovecot told an idle client',
      measured: show(told.map((at, index) => at - sent[index]!)),
    });
  return figures;
}

/** As a mailbox that its owner has looked at: the UIDs are given before the product comes. */
async function indexMailbox(dovecot: DovecotServer): Promise<void> {
  const client = connect(dovecot);
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  await client.logout();
}

function connect(dovecot: DovecotServer): ImapFlow {
  const { name, password } = dovecot.users[0]!;
  return new ImapFlow({ host: '127.0.0.1', port: dovecot.imapPort, secure: false, auth: { user: name, pass: password }, logger: false });
}

export async function countEntries(product: StartedProduct): Promise<number> {
  const metrics = await (await fetch(`${product.apiUrl}/metrics`)).text();
  return Number(/^tributary_intake_entries_total(?:\{[^}]*\})? (\d+)/m.exec(metrics)?.[1] ?? 0);
}

function writeConfig(dovecot: DovecotServer): string {
  const { name, password } = dovecot.users[0]!;
  const imap = { host: '127.0.0.1', port: dovecot.imapPort, user: name, password, tls: false, since: '2020-01-01' };
  return `inboxes: ${JSON.stringify([{ id: 'support', channel: 'email', address: USER, imap }])}\n`;
}

export function writeMail(subject: string, customer: string): string {
  return [
    `From: Customer ${customer} <${customer}@bench.test>`,
    `To: <${USER}>`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(/[ @]/g, '.')}@bench.test>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${subject}. ${BODY}`,
    '',
  ].join('\r\n');
}
