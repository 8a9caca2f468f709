import type { ConnectorContext } from '@tributary/connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParrotConfig } from '../parrot.config.js';

const PATIENCE_MS = 10_000;

/** Looks at the account from time to time, so that an operator hears of a wrong token before an agent does. */
export class AccountWatch {
  private watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: ParrotConfig,
    private readonly context: ConnectorContext,
  ) {}

  start(): void {
    this.context.report({ state: 'connecting' });
    this.watching = this.watch().catch((error: unknown) => this.context.fail(error));
  }

  /** The context's signal has aborted when the host calls this. */
  async stop(): Promise<void> {
    await this.watching;
  }

  private async watch(): Promise<void> {
    const { signal } = this.context;
    while (!signal.aborted) {
      await this.look();
      await sleep(this.config.lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const { context, config } = this;
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const { status } = await fetch(`${config.baseUrl}/me`, { headers: { authorization: `Bearer ${config.token}` }, signal });
      if (status === 401)
        context.report({ state: 'bad_credentials', detail: 'The remote refuses the token', hint: 'Set `token` of this inbox anew.' });
      else if (status >= 400)
        context.report({ state: 'degraded', detail: `The remote answers ${status}`, hint: 'Nothing to do: it is tried again.' });
      else context.report({ state: 'connected' });
    } catch (error) {
      if (context.signal.aborted) return;
      const detail = error instanceof Error ? error.message : String(error);
      context.report({
        state: 'degraded',
        detail: `No answer from ${config.baseUrl}: ${detail}`,
        hint: 'Look at the network, or at the remote.',
      });
    }
  }
}
