import type { Door } from './door.js';
import { killAtRandom } from './kill-at-random.js';
import { sendLoad } from './load.js';
import { ADDRESS } from './product.js';

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
