import { setTimeout as sleep } from 'node:timers/promises';
import type { StateReport } from '../connector.js';
import type { ConnectorContext } from '../context.js';

export interface AccountLook {
  /** Resolves when the account is good. */
  look(signal: AbortSignal): Promise<unknown>;
  /** What an operator reads of an account that is not. */
  explain(error: unknown): StateReport;
  /** Between two looks at a good account. */
  readonly calmMs: number;
  /** After the first, second, … fault in a row; the last one stays. */
  readonly backoffMs: readonly number[];
}

/**
 * For inboxes that are only called, and call only to answer: looks at the account from time to time, so that an operator hears of a refused secret
 * before an agent does. Reports `connected`, or what `explain` says. Resolves when the inbox stops; never rejects for what `look` throws.
 */
export async function watchAccount(
  context: Pick<ConnectorContext, 'inbox' | 'log' | 'report' | 'signal'>,
  { look, explain, calmMs, backoffMs }: AccountLook,
): Promise<void> {
  const { signal, log, inbox } = context;
  context.report({ state: 'connecting' });
  for (let failures = 0; !signal.aborted;) {
    try {
      await look(signal);
      if (signal.aborted) return;
      context.report({ state: 'connected' });
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      log.warn('an account is not good', { inboxId: inbox.id, error });
      context.report(explain(error));
      failures += 1;
    }
    const waitMs = failures === 0 ? calmMs : backoffMs[Math.min(failures, backoffMs.length) - 1];
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
