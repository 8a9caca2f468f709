import { setTimeout as sleep } from 'node:timers/promises';
import type { Killed } from './door.js';
import type { Load } from './load.js';
import { type ChaosPlan, makeRandom } from './plan.js';
import { type Product, READY_MS } from './product.js';

/** Spreads the kills over the messages, each at a random moment of its stretch. */
export async function killAtRandom(product: Product, plan: ChaosPlan, load: Load): Promise<Killed> {
  const random = makeRandom(plan.seed);
  const stretch = plan.messages / (plan.kills + 1);
  const killed = new Map<string, number>();
  for (let kill = 0; kill < plan.kills; kill += 1) {
    const after = Math.floor(stretch * (kill + random()));
    while (load.accepted < after && !load.done) await sleep(5);
    await sleep(random() * 50);
    const victim = product.victims[Math.floor(random() * product.victims.length)]!;
    await product.kill(victim);
    killed.set(victim, (killed.get(victim) ?? 0) + 1);
    if (random() < 0.5) await product.ready(READY_MS);
  }
  return { lastKillAt: Date.now(), killed };
}
