import { setTimeout as sleep } from 'node:timers/promises';
import type { Door, Killed } from './door.js';
import { type Load, sendLoad } from './load.js';
import { type ChaosPlan, makeRandom } from './plan.js';
import { ADDRESS, type Product, READY_MS } from './product.js';

/** Customers write to the SMTP door while the product is killed at random moments. */
export const smtpDoor: Door = {
  inbox: { TRIBUTARY_INBOX_ADDRESS: ADDRESS },
  write: async (load, product, plan) => {
    const killing = killAtRandom(product, plan, load);
    await sendLoad(load, plan.senders, product.smtpPort, ADDRESS, () => Promise.resolve());
    return killing;
  },
  judge: () => Promise.resolve([]),
  close: () => Promise.resolve(),
};

/** Spreads the kills over the mails, each at a random moment of its stretch. */
async function killAtRandom(product: Product, plan: ChaosPlan, load: Load): Promise<Killed> {
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
