import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '#connector-sdk';
import type { WecomApi } from '../wecom-api.js';
import { explainTrouble } from '../wecom-trouble.js';

const LOOK_EVERY_MS = 3_600_000;
const BACKOFF_MS = [1_000, 5_000, 30_000, 300_000];

/** An app is called, and calls only to answer: whether its secret is good is found out before an agent does. */
export async function followCredentials(context: ConnectorContext, api: Pick<WecomApi, 'ready'>): Promise<void> {
  const { signal, log, inbox } = context;
  for (let failures = 0; !signal.aborted;) {
    try {
      await api.ready();
      context.report({ state: 'connected' });
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      log.warn('WeCom gives no access token', { inboxId: inbox.id, error });
      context.report(explainTrouble(error));
      failures += 1;
    }
    const waitMs = failures === 0 ? LOOK_EVERY_MS : BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1];
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
