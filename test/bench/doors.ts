import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProduct, type StartedProduct } from '../support/started-product.js';
import { type Figure, percentile, showMs } from './figures.js';
import { measureTree } from './processes.js';

const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const CONNECTIONS = '64';
const TARGET_PER_SECOND = 1_000;
/** Fewer say nothing of a rate. */
const TELLING = 5_000;

const DOORS = {
  hooks: { provider: 'webhook', settings: { mapping: { text: '$.text', sender: { user: '$.user' } } } },
  monitor: { provider: 'alerts', settings: {} },
} as const;

/** Signed webhooks, and alarms of one incident, as fast as the doors answer them: each answer stands for a message that is on disk. */
export async function measureDoors(messages: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-doors-'));
  const inboxes = Object.entries(DOORS).map(([id, { provider, settings }]) => ({
    id,
    channel: 'form',
    provider,
    secret: SECRET,
    ...settings,
  }));
  await writeFile(join(folder, 'desk.yaml'), JSON.stringify({ inboxes }));
  const product = await startProduct({ TRIBUTARY_CONFIG: join(folder, 'desk.yaml'), TRIBUTARY_LOG_LEVEL: 'error' });
  try {
    await knock(product, 'hooks', 500);
    await sleep(2_000);
    return [
      await measureDoor(product, 'hooks', messages, 'webhooks'),
      await measureDoor(product, 'monitor', messages, 'alarms of one incident'),
    ];
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureDoor(product: StartedProduct, inbox: keyof typeof DOORS, messages: number, name: string): Promise<Figure> {
  const before = measureTree(product.pid);
  const { ms, waits, refused } = await knock(product, inbox, messages);
  const after = measureTree(product.pid);
  if (refused > 0) throw new Error(`${refused} ${name} were refused`);
  const perSecond = Math.round(messages / (ms / 1000));
  const us = (part: 'mainCpuMs' | 'postgresCpuMs') => Math.round(((after[part] - before[part]) * 1000) / messages);
  return {
    part: 'doors',
    name: `${messages} signed ${name}, answered when durable`,
    measured:
      `${perSecond} /s, p50 ${showMs(percentile(waits, 0.5))}, p99 ${showMs(percentile(waits, 0.99))}, ` +
      `CPU each ${us('mainCpuMs')} µs in Node, ${us('postgresCpuMs')} µs in PostgreSQL (tickets made meanwhile)`,
    target: `≥ ${TARGET_PER_SECOND} /s`,
    ...(messages < TELLING ? {} : { holds: perSecond >= TARGET_PER_SECOND }),
  };
}

/** From a process of its own: who knocks is none of the product's cost. */
async function knock(product: StartedProduct, inbox: string, messages: number): Promise<{ ms: number; waits: number[]; refused: number }> {
  const knocker = spawn(
    process.execPath,
    ['apps/tools/run.mjs', 'exec', 'test/bench/knocker', `${product.apiUrl}/in/${inbox}`, SECRET, String(messages), CONNECTIONS],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(await text(knocker.stdout)) as { ms: number; waits: number[]; refused: number };
}
