import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';
import { type Figure, percentile, showMs } from './figures.js';
import { measureTree } from './processes.js';

const PER_SECOND = 200;
const WARM_MESSAGES = 400;
const FOLLOWERS = 500;
const TARGET_MS = 1_000;
/** The platform waits 5 s. */
const ALWAYS_MS = 4_000;

/**
 * Callbacks of a 公众号, each on a connection of its own, at the pace of a busy account, whatever the answers take: the simulated platform seals them
 * and hears `success` when the message is durable. Tickets are made meanwhile.
 */
export async function measureCallbacks(messages: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-callbacks-'));
  const platform = await OfficialPlatform.open();
  const inboxes = [{ id: 'mp', channel: 'wechat', provider: 'official-account', ...platform.settings }];
  await writeFile(join(folder, 'desk.json'), JSON.stringify({ inboxes }));
  const product = await startProduct({ TRIBUTARY_CONFIG: join(folder, 'desk.json'), TRIBUTARY_LOG_LEVEL: 'error' });
  platform.callbacks.url = `${product.apiUrl}/in/mp`;
  try {
    await say(platform, WARM_MESSAGES, PER_SECOND / 2);
    await sleep(2_000);
    return [await measurePace(platform, product, messages)];
  } finally {
    await product.stop();
    await platform.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measurePace(platform: OfficialPlatform, product: StartedProduct, messages: number): Promise<Figure> {
  const before = measureTree(product.pid);
  const { waits, again, perSecond } = await say(platform, messages, PER_SECOND);
  const after = measureTree(product.pid);
  const us = (part: 'mainCpuMs' | 'postgresCpuMs') => Math.round(((after[part] - before[part]) * 1000) / messages);
  const p99 = percentile(waits, 0.99);
  const worst = Math.max(...waits);
  return {
    part: 'callbacks',
    name: `${messages} callbacks of a 公众号 at ${PER_SECOND}/s, success when durable`,
    measured:
      `p50 ${showMs(percentile(waits, 0.5))}, p99 ${showMs(p99)}, worst ${showMs(worst)}, ${again} not taken at once, sent at ${Math.round(perSecond)} /s, ` +
      `CPU each ${us('mainCpuMs')} µs in Node, ${us('postgresCpuMs')} µs in PostgreSQL (tickets made meanwhile)`,
    target: `p99 ≤ ${TARGET_MS} ms, always ≤ ${ALWAYS_MS} ms`,
    holds: p99 <= TARGET_MS && worst <= ALWAYS_MS && again === 0,
  };
}

/** Sends at the pace that was asked for, in steps of 5 ms, and does not wait for answers. */
async function say(platform: OfficialPlatform, messages: number, perSecond: number) {
  const began = performance.now();
  const underWay: ReturnType<OfficialPlatform['text']>[] = [];
  while (underWay.length < messages) {
    const due = Math.min(messages, Math.ceil(((performance.now() - began) / 1000) * perSecond));
    while (underWay.length < due) {
      const n = underWay.length;
      underWay.push(platform.text(`o-follower-${n % FOLLOWERS}`, `第${n}条消息:你好,我的订单三天了还没有发货,请帮我看一下。`));
    }
    await sleep(5);
  }
  const perSecondSent = messages / ((performance.now() - began) / 1000);
  const posted = await Promise.all(underWay);
  return {
    waits: posted.map(({ tookMs }) => tookMs[0]!),
    again: posted.filter(({ taken, statuses }) => !taken || statuses.length > 1).length,
    perSecond: perSecondSent,
  };
}
