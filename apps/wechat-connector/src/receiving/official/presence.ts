import type { ConnectorContext } from '#connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';

const STATE_KEY = 'presence';
const MARK_EVERY_MS = 10_000;
/** The platform gives a callback up after three tries of 5 s; one mark may be due. */
const NOTICED_MS = MARK_EVERY_MS + 15_000;

/**
 * A mark every ten seconds that callbacks are answered, of whichever process: the first one after a time without knows that the platform may have given
 * callbacks up meanwhile, and from when to when.
 */
export class Presence {
  private known = false;

  constructor(
    private readonly context: Pick<ConnectorContext, 'clock' | 'log' | 'state'>,
    private readonly tellGap: (from: Date, until: Date) => Promise<void>,
  ) {}

  /** Resolves when `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.mark().catch((error: unknown) =>
        this.context.log.debug('the mark that callbacks are answered was not written', { error }),
      );
      await sleep(MARK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async mark(): Promise<void> {
    const now = this.context.clock.now();
    if (!this.known) {
      const last = await this.context.state.get<number>(STATE_KEY);
      if (last !== null && now.getTime() - last > NOTICED_MS) await this.tellGap(new Date(last), now);
      this.known = true;
    }
    await this.context.state.set(STATE_KEY, now.getTime());
  }
}
