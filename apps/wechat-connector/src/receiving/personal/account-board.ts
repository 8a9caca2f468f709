import type { ConnectorContext, StateReport } from '#connector-sdk';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** State: what the process that holds the account says of it. */
const HOLDER = 'holder';
const LOOK_EVERY_MS = 3_000;

interface Held {
  readonly by: string;
  readonly report: StateReport;
}

/**
 * Several processes may run an inbox, one of them follows its account, and all of them report. Those that stand by say what the follower says
 * and who it is, so that the newest report is true whoever made it.
 */
export class AccountBoard {
  private readonly me = `${hostname()} pid ${process.pid}`;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly context: ConnectorContext) {}

  /** By the process that holds the lease. */
  tell(report: StateReport): void {
    const held: Held = { by: this.me, report: { ...report, detail: `${report.detail ?? ''}; held by ${this.me}` } };
    this.context.report(held.report);
    this.writing = this.writing.then(() => this.context.state.set(HOLDER, held).catch(() => undefined));
  }

  /** Until the signal aborts: this process has the lease now, or stops. */
  async standBy(signal: AbortSignal): Promise<void> {
    // Most get the lease at once: nobody need read that it was waited for.
    for (let wait = 500; !signal.aborted; wait = LOOK_EVERY_MS) {
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const held = await this.context.state.get<Held>(HOLDER).catch(() => null);
      if (signal.aborted) return;
      this.context.report(held?.report ?? { state: 'connecting', detail: 'waits for the lease of the account, held by another process' });
    }
  }

  async close(): Promise<void> {
    await this.writing;
  }
}
