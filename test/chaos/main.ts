import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asksForHelp, UsageError } from '#runtime';
import { startCluster } from './cluster-product.js';
import type { Door } from './door.js';
import { openChannelsDoor } from './channels-door.js';
import { openImapDoor } from './imap-door.js';
import { type Load, planLoad } from './load.js';
import { startMailSink } from './mail-sink.js';
import { type ChaosPlan, readPlan, USAGE } from './plan.js';
import { type Product, READY_MS } from './product.js';
import { smtpDoor } from './smtp-door.js';
import { startStandalone } from './standalone-product.js';
import { findMissingInLedger, readDesk, type StoredEntry, type StoredTicket } from './stored-desk.js';
import { judge, type Verdict } from './verdict.js';

const CATCH_UP_MS = 60_000;

/** Kills the running product at random moments while customers write, then counts what was lost, doubled or reordered. */
export async function main(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    console.log(USAGE);
    return 0;
  }
  let plan: ChaosPlan;
  try {
    plan = readPlan(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n${USAGE}`);
    return 2;
  }
  return runPlan(plan);
}

async function runPlan(plan: ChaosPlan): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-chaos-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o755 });
  const sink = await startMailSink();
  console.log(`chaos: ${plan.engine}, door ${plan.door}, ${plan.messages} messages, ${plan.kills} kills, seed ${plan.seed}`);
  const door = await openDoor(plan, folder);
  const start = plan.engine === 'postgres' ? startStandalone : startCluster;
  const product = await start({
    root: process.cwd(),
    dataDir,
    sinkPort: sink.port,
    inbox: door.inbox,
    apps: door.apps ?? ['email-connector'],
  });
  try {
    await product.ready(READY_MS);
    const load = planLoad(plan.messages);
    const began = Date.now();
    const nameOf = door.nameOf ?? ((entry: StoredEntry) => entry.remoteMessageId);
    const { lastKillAt, killed } = await door.write(load, product, plan);
    console.log(`killed: ${[...killed].map(([victim, times]) => `${victim} ×${times}`).join(', ') || 'nobody'}`);
    await product.ready(READY_MS);
    const { desk, caughtUpMs, pending } = await waitUntilCaughtUp(product, load, lastKillAt);
    const verdicts = judge(load.conversations, desk, sink.received, pending, nameOf);
    verdicts.push({ name: 'caught up within 60 s after the last kill', faults: caughtUpMs <= CATCH_UP_MS ? [] : [`${caughtUpMs} ms`] });
    const accepted = listRemoteIds(load, desk, nameOf);
    verdicts.push(...(await door.judge(load, desk)));
    verdicts.push({ name: 'every accepted message is in the ledger', faults: await findMissingInLedger(product.apiUrl, accepted) });
    console.log(
      `${load.accepted} accepted, ${load.repeated} sent again, ${desk.length} tickets, ${sink.received.size} mails of ours, ` +
        `caught up ${caughtUpMs} ms after the last kill, ${Math.round((Date.now() - began) / 1000)} s in all`,
    );
    return report(verdicts, product);
  } catch (error) {
    console.error(error);
    return report([{ name: 'the run reached its end', faults: [String(error)] }], product);
  } finally {
    await product.stop();
    await door.close();
    await sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function openDoor({ door }: ChaosPlan, folder: string): Promise<Door> {
  if (door === 'channels') return openChannelsDoor(folder);
  return door === 'imap' ? openImapDoor(folder) : Promise.resolve(smtpDoor);
}

/** Remote ids of what was accepted, as the desk has them. */
function listRemoteIds(load: Load, desk: readonly StoredTicket[], nameOf: (entry: StoredEntry) => string | null): string[] {
  const entries = desk.flatMap((ticket) => ticket.entries).filter(({ direction }) => direction === 'inbound');
  const ids = new Map(entries.map((entry) => [nameOf(entry), entry.remoteMessageId]));
  return load.conversations.flatMap(({ accepted }) => accepted.map((name) => ids.get(name) ?? name));
}

async function waitUntilCaughtUp(
  product: Product,
  load: Load,
  since: number,
): Promise<{ desk: StoredTicket[]; caughtUpMs: number; pending: number }> {
  for (;;) {
    const desk = await readDesk(product.apiUrl);
    const inbound = desk.reduce((sum, ticket) => sum + ticket.entries.filter((entry) => entry.direction === 'inbound').length, 0);
    const pending = desk.reduce(
      (sum, { entries }) => sum + entries.filter((entry) => entry.direction === 'outbound' && isPending(entry.delivery)).length,
      0,
    );
    const caughtUpMs = Date.now() - since;
    console.log(`${Math.round(caughtUpMs / 1000)} s: ${inbound} of ${load.accepted} mails are entries, ${pending} answers on their way`);
    if ((inbound >= load.accepted && pending === 0) || caughtUpMs > 2 * CATCH_UP_MS) return { desk, caughtUpMs, pending };
    await sleep(1000);
  }
}

function isPending(delivery: { status: string } | null): boolean {
  return delivery !== null && ['accepted', 'queued', 'sending'].includes(delivery.status);
}

function report(verdicts: readonly Verdict[], product: Product): number {
  const failed = verdicts.filter((verdict) => verdict.faults.length > 0);
  for (const { name, faults } of verdicts)
    console.log(
      `${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}${faults.length > 0 ? `: ${faults.length}, e.g. ${faults.slice(0, 5).join('; ')}` : ''}`,
    );
  if (failed.length > 0) for (const [name, tail] of product.tails()) console.log(`--- last words of ${name}\n${tail}`);
  console.log(`${verdicts.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
}
