import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { findKafka } from '../support/services/kafka.js';
import { type AppProcess, type BenchCluster, type ClusterUse, startBenchCluster } from './cluster.js';
import type { Figure } from './figures.js';
import { sendMails } from './send-mails.js';

const WARM = 0.2;
/** Door, broker, database and two ticketing processes each need one before two can be faster. */
const CORES_FOR_TWO = 6;
const WHOLE = 5_000;
const TARGET = 1.7;

interface Run {
  readonly perSecond: number;
  /** CPU of one mail by part, µs. */
  readonly cpu: ClusterUse;
  /** Of the second ticketing process in the entries. */
  readonly secondShare: number;
}

/** The product as one process per app on a real Kafka, and what a second ticketing process adds. */
export async function measureKafka(messages: number): Promise<Figure[]> {
  const found = findKafka();
  if (!found.found) {
    console.error(`SKIPPED kafka: ${found.missing}. Get it with: npm run test:services`);
    return [{ part: 'kafka', name: 'all', measured: `skipped: ${found.missing}` }];
  }
  const cluster = await startBenchCluster();
  try {
    const flowing = await measureFlow(cluster, messages);
    const one = await measureBacklog(cluster, messages, 1);
    const two = await measureBacklog(cluster, messages, 2);
    return report(flowing, one, two, messages);
  } finally {
    await cluster.stop();
  }
}

/** Sender, door and one ticketing process at once: from the first byte at the door until the last mail is a visible entry. */
async function measureFlow(cluster: BenchCluster, messages: number): Promise<Run> {
  const ticketing = await cluster.startTicketing();
  const warm = Math.ceil(messages * WARM);
  await sendMails(cluster.smtpPort, warm, 'flow-warm');
  await waitForEntries([ticketing], warm);
  const [before, began] = [cluster.measure([ticketing]), performance.now()];
  await sendMails(cluster.smtpPort, messages, 'flow');
  await waitForEntries([ticketing], warm + messages);
  const run = summarise(messages, performance.now() - began, before, cluster.measure([ticketing]), 0);
  await ticketing.stop();
  return run;
}

/** Mails wait in the log until `processes` ticketing processes start: nothing but they and their database is at work. */
async function measureBacklog(cluster: BenchCluster, messages: number, processes: number): Promise<Run> {
  // Each process warms up on as many, or two would look dearer than they are.
  const warm = Math.ceil(messages * WARM) * processes;
  await sendMails(cluster.smtpPort, warm + messages, `backlog-${processes}`);
  const ticketing = await Promise.all(Array.from({ length: processes }, () => cluster.startTicketing()));
  const first = await waitForEntries(ticketing, warm);
  const [before, began] = [cluster.measure(ticketing), performance.now()];
  const last = await waitForEntries(ticketing, warm + messages);
  const [beginCount, endCount] = [sum(first), sum(last)];
  const share = ((last[1] ?? 0) - (first[1] ?? 0)) / (endCount - beginCount);
  const run = summarise(endCount - beginCount, performance.now() - began, before, cluster.measure(ticketing), share);
  for (const each of ticketing) await each.stop();
  return run;
}

/** Entries of each process once they are `wanted` together. */
async function waitForEntries(ticketing: readonly AppProcess[], wanted: number): Promise<number[]> {
  const end = performance.now() + 600_000;
  for (;;) {
    const counts = await Promise.all(ticketing.map(({ url }) => countEntries(url)));
    if (sum(counts) >= wanted) return counts;
    if (performance.now() > end) throw new Error(`${wanted} entries were not seen within 10 minutes, but ${counts.join(' + ')}`);
    await sleep(20);
  }
}

async function countEntries(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^tributary_intake_entries_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0);
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function summarise(count: number, ms: number, before: ClusterUse, after: ClusterUse, secondShare: number): Run {
  const us = (part: keyof ClusterUse) => Math.round(((after[part] - before[part]) * 1000) / count);
  const cpu = { door: us('door'), parsers: us('parsers'), ticketing: us('ticketing'), postgres: us('postgres'), broker: us('broker') };
  return { perSecond: Math.round(count / (ms / 1000)), cpu, secondShare };
}

function report(flowing: Run, one: Run, two: Run, messages: number): Figure[] {
  const { door, parsers, ticketing, postgres, broker } = flowing.cpu;
  const cost = ({ cpu }: Run) => cpu.ticketing + cpu.postgres;
  const show = (run: Run) => `${run.perSecond} /s, CPU a mail: ticketing ${run.cpu.ticketing} µs, postgres ${run.cpu.postgres} µs`;
  const byRate = two.perSecond / one.perSecond;
  const byCost = (2 * cost(one)) / cost(two);
  const cores = availableParallelism();
  const enough = cores >= CORES_FOR_TWO;
  const whole = messages >= WHOLE;
  const target = `≥ ×${TARGET}`;
  const line = (name: string, measured: string, more: Partial<Figure> = {}): Figure => ({ part: 'kafka', name, measured, ...more });
  return [
    line(
      'cluster',
      `${flowing.perSecond} /s, CPU a mail ${door + parsers + ticketing + postgres} µs ` +
        `(door ${door}, parsers ${parsers}, ticketing ${ticketing}, postgres ${postgres}), broker ${broker} µs`,
    ),
    line('one ticketing process alone', show(one)),
    line('two ticketing processes alone', `${show(two)}; the second took ${Math.round(two.secondShare * 100)} %`),
    line(
      'two / one by rate',
      `×${byRate.toFixed(2)} on ${cores} cores`,
      enough ? { target, ...(whole ? { holds: byRate >= TARGET } : {}) } : {},
    ),
    line('two / one by CPU a message', `×${byCost.toFixed(2)}`, enough ? {} : { target, ...(whole ? { holds: byCost >= TARGET } : {}) }),
  ];
}
