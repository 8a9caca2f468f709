import type { ConsumingContext } from '../consuming/consuming.js';
import type { GroupLag, LagRepository } from './lag.repository.js';

const DAY_MS = 86_400_000;
/** Name of the health check. */
export const LAG_CHECK = 'log lag';
const FRESH_MS = 2_000;

/** Lag as metrics, and as health once the oldest unconsumed record is older than half of the retention. */
export function watchLag(lags: Pick<LagRepository, 'summarize'>, context: ConsumingContext & { readonly retentionDays: number }): void {
  const summarize = remember(() => lags.summarize());
  const limitMs = (context.retentionDays * DAY_MS) / 2;
  const ageOf = ({ oldestAt }: GroupLag) => (oldestAt === null ? 0 : context.clock.now().getTime() - oldestAt.getTime());
  context.health?.add({
    name: LAG_CHECK,
    check: async () => {
      const late = (await summarize()).filter((group) => ageOf(group) > limitMs);
      if (late.length === 0) return { ok: true };
      const names = late.map(({ group, topic }) => `${group} on ${topic}`).join(', ');
      return { ok: false, detail: `consumers are behind by more than half of the retention: ${names}; see why they do not consume` };
    },
  });
  const labels = ['topic', 'group'];
  context.metrics?.gauge('tributary_bus_lag_records', 'records a group has not consumed yet', labels, async (gauge) => {
    for (const { topic, group, lag } of await summarize().catch(() => [])) gauge.set({ topic, group }, lag);
  });
  context.metrics?.gauge('tributary_bus_oldest_unconsumed_seconds', 'age of the oldest unconsumed record', labels, async (gauge) => {
    for (const lag of await summarize().catch(() => [])) gauge.set({ topic: lag.topic, group: lag.group }, Math.max(0, ageOf(lag)) / 1000);
  });
}

/** One look serves all who ask within 2 s. */
function remember<T>(look: () => Promise<T>): () => Promise<T> {
  let newest: Promise<T> | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (newest === undefined || performance.now() - lookedAt > FRESH_MS) {
      lookedAt = performance.now();
      newest = look();
    }
    return newest;
  };
}
