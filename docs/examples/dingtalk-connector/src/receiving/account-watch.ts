import type { ConnectorContext } from '@tributary/connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { toStateReport } from './to-state-report.js';

/** A good account is looked at less often than one that is not. */
const CALM = 60;

/** Callbacks come or do not: whether the robot's credentials are good is found out by asking for a token. */
export class AccountWatch {
  private watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ConnectorContext,
    private readonly api: DingtalkApi,
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
