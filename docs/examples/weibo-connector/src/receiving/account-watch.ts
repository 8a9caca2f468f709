import type { ConnectorContext } from '@tributary/connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WeiboApi } from '../calling/weibo-api.js';
import { toStateReport } from './to-state-report.js';

/** A token that is good is looked at as often as one that is not: it ends without a word. */
const CALM = 1;

/** Callbacks come or do not: whether the token is good is found out by asking for what it is worth. */
export class AccountWatch {
  private watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ConnectorContext,
    private readonly api: WeiboApi,
    private readonly lookEveryMs: number,
  ) {}

  start(): void {
    this.context.report({ state: 'connecting' });
    this.watching = this.watch().catch((error: unknown) => this.context.fail(error));
  }

  async stop(): Promise<void> {
    await this.watching;
  }

  private async watch(): Promise<void> {
    const { context } = this;
    while (!context.signal.aborted) {
      const good = await this.look();
      await sleep(this.lookEveryMs * (good ? CALM : 1), undefined, { signal: context.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<boolean> {
    try {
      await this.api.knock();
      this.context.report({ state: 'connected' });
      return true;
    } catch (error) {
      if (!this.context.signal.aborted) this.context.report(toStateReport(error));
      return false;
    }
  }
}
