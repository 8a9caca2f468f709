import type { Logger } from '#runtime';
import { AsyncLocalStorage } from 'node:async_hooks';

/** Whoever answers for what a connector's own timers, sockets and forgotten promises throw. */
export interface Answerable {
  readonly inboxId: string;
  /** As in the connector's descriptor. */
  readonly guarded: boolean;
  fail(error: unknown): void;
}

/** From 24 on Node takes the owner along for nothing. Before, every promise of the thread pays for it: a seventh of all that a mail costs. */
const COSTS_NOTHING = Number(process.versions.node.split('.', 1)[0]) >= 24;

/**
 * One inbox can never stop another: what is thrown in a connector's asynchronous work, however deep, is brought to its own runner. A fault that
 * belongs to nobody takes the way it would have taken without us.
 */
export class FaultGuard {
  /** A process has one place for such faults. */
  private static installed: FaultGuard | null = null;
  private readonly owners = new AsyncLocalStorage<Answerable | undefined>();

  constructor(
    private readonly logger: Logger,
    private readonly endProcess: () => void = () => process.exit(1),
    private readonly costsNothing = COSTS_NOTHING,
  ) {}

  /** Everything `work` begins is `owner`'s, when that is guarded. */
  runFor<T>(owner: Answerable, work: () => T): T {
    return owner.guarded || this.costsNothing ? this.owners.run(owner, work) : this.leave(work);
  }

  /**
   * What the house does on a connector's call is not the connector's. (`exit` would take the hooks of all promises out and in again; where
   * nobody was ever guarded there are none.)
   */
  leave<T>(work: () => T): T {
    return this.owners.getStore() === undefined ? work() : this.owners.run(undefined, work);
  }

  /** Until the process ends, or another guard takes its place: a connector that was left behind may throw long after its host has stopped. */
  install(): void {
    FaultGuard.installed?.uninstall();
    // Before any listener: those of the process end it.
    if (process.hasUncaughtExceptionCaptureCallback()) return;
    FaultGuard.installed = this;
    process.on('unhandledRejection', this.onRejection);
    process.setUncaughtExceptionCaptureCallback(this.onException);
  }

  private uninstall(): void {
    process.off('unhandledRejection', this.onRejection);
    process.setUncaughtExceptionCaptureCallback(null);
    FaultGuard.installed = null;
  }

  readonly onException = (error: Error): void => {
    if (this.blame(error)) return;
    if (process.listenerCount('uncaughtException') > 0) process.emit('uncaughtException', error);
    else this.end(error);
  };

  readonly onRejection = (error: unknown): void => {
    if (!this.blame(error) && process.listenerCount('unhandledRejection') <= 1) this.end(error);
  };

  private blame(error: unknown): boolean {
    const owner = this.owners.getStore();
    if (owner === undefined) return false;
    this.logger.error('a connector threw outside of any call', { inboxId: owner.inboxId, error });
    owner.fail(error);
    return true;
  }

  private end(error: unknown): void {
    this.logger.error('a fault that nobody caught ends this process', { error });
    this.endProcess();
  }
}
