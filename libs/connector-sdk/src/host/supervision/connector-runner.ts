import type { Capabilities, InboxRef } from '#contracts';
import { ConfigurationError, TributaryError, type Logger } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { canSend, type Connector, type ConnectorFactory } from '../../connector.js';
import type { ConnectorContext } from '../../context.js';
import { reason, toReason } from '../../reason.js';
import type { FaultGuard } from '../faults/fault-guard.js';
import type { Doorway } from '../http/doorway.js';
import type { Outlet } from '../sending/connector-caller.js';
import { computeBackoff } from './backoff.js';
import { ConnectorRun } from './connector-run.js';
import { parseInboxConfig } from './inbox-config.js';
import type { StateReporter } from './state-reporter.js';

export interface RunnerParts {
  readonly guard: FaultGuard;
  readonly createContext: (run: ConnectorRun) => ConnectorContext;
  readonly restartBackoffMs: readonly number[];
  readonly stopTimeoutMs: number;
  readonly random?: () => number;
  /** Called with a connector that has started; its run's signal ends what is begun here. */
  readonly serve?: (connector: Connector, signal: AbortSignal) => void;
}

/** A run that lasted this long was a good one: the next failure counts as the first. */
const GOOD_RUN_MS = 60_000;

/** Keeps one version of one inbox running until it is told to stop. Whatever its connector does, nothing is thrown out of here. */
export class ConnectorRunner {
  private readonly stopping = new AbortController();
  private supervising: Promise<void> | null = null;
  private serving: { connector: Connector; capabilities: Capabilities; run: ConnectorRun; doorway: Doorway } | null = null;
  private settle: () => void = () => undefined;
  /** Resolves when the first start has succeeded or failed. */
  readonly settled = new Promise<void>((resolve) => (this.settle = resolve));

  constructor(
    private readonly inbox: InboxRef,
    private readonly settings: Readonly<Record<string, unknown>>,
    private readonly factory: ConnectorFactory,
    private readonly reporter: StateReporter,
    private readonly logger: Logger,
    private readonly parts: RunnerParts,
  ) {}

  /** The connector is created before this returns, unless its settings are wrong. */
  start(): void {
    this.supervising ??= this.supervise().finally(this.settle);
  }

  /** Resolves when the connector has stopped, or was left behind after `stopTimeoutMs`. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.supervising;
  }

  /** Null while nothing can be sent here. */
  get outlet(): Outlet | null {
    if (this.serving === null) return null;
    const { connector, capabilities, run } = this.serving;
    const sending = canSend(connector) ? connector : null;
    return { capabilities, connector: sending, instance: connector, run: (work) => this.parts.guard.runFor(run, work) };
  }

  /** Null while it runs for nobody; one object a run, since thousands of sockets keep it. */
  get doorway(): Doorway | null {
    return this.serving?.doorway ?? null;
  }

  private openDoorway(connector: Connector, capabilities: Capabilities, run: ConnectorRun): Doorway {
    const { guard } = this.parts;
    const call = (work: () => void) => {
      try {
        guard.runFor(run, work);
      } catch (error) {
        run.fail(error);
      }
    };
    return { connector, capabilities, signal: run.signal, run: (work) => guard.runFor(run, work), call };
  }

  private async supervise(): Promise<void> {
    this.reporter.report({ state: 'starting' });
    for (let failures = 0; !this.stopping.signal.aborted;) {
      const startedAt = performance.now();
      try {
        await this.runOnce();
      } catch (error) {
        this.settle();
        if (this.stopping.signal.aborted) return;
        if (error instanceof ConfigurationError) return this.giveUp(error);
        failures = performance.now() - startedAt >= GOOD_RUN_MS ? 1 : failures + 1;
        await this.pause(error, failures);
      }
    }
  }

  /** Resolves when told to stop; rejects with why the run ended. */
  private async runOnce(): Promise<void> {
    const { guard, createContext } = this.parts;
    const { descriptor } = this.factory;
    // Wrong settings end the run before there is anything to stop.
    const config = parseInboxConfig(this.inbox, this.settings, this.factory);
    const run = new ConnectorRun(this.inbox.id, descriptor.guarded?.(config));
    const stopped = waitFor(this.stopping.signal);
    let connector: Connector | null = null;
    try {
      const capabilities = descriptor.capabilities(config);
      this.reporter.describe(capabilities);
      const created = guard.runFor(run, () => this.factory.create(this.inbox, config));
      connector = created;
      const starting = guard.runFor(run, async () => created.start(createContext(run)));
      starting.catch(() => undefined);
      await Promise.race([starting, run.failed, stopped.promise]);
      if (this.stopping.signal.aborted) return;
      this.serving = { connector: created, capabilities, run, doorway: this.openDoorway(created, capabilities, run) };
      this.parts.serve?.(created, run.signal);
      this.settle();
      await Promise.race([run.failed, stopped.promise]);
    } finally {
      this.serving = null;
      stopped.forget();
      run.abort();
      if (connector !== null) await this.stopConnector(connector, run);
      run.close();
    }
  }

  private async stopConnector(connector: Connector, run: ConnectorRun): Promise<void> {
    const limit = new AbortController();
    const late = sleep(this.parts.stopTimeoutMs, 'late', { signal: limit.signal }).catch(() => undefined);
    try {
      const stop = this.parts.guard.runFor(run, async () => connector.stop());
      if ((await Promise.race([stop, late])) === 'late')
        this.logger.error('a connector did not stop in time and is left behind', { stopTimeoutMs: this.parts.stopTimeoutMs });
      stop.catch(() => undefined);
    } catch (error) {
      this.logger.error('a connector threw while it stopped', { error });
    } finally {
      limit.abort();
    }
  }

  private giveUp(error: ConfigurationError): void {
    this.logger.error('an inbox cannot run until its settings change', { error });
    const hint = error.hint ?? 'Correct the settings of this inbox.';
    this.reporter.report({ state: 'stopped', detail: error.message, hint, reasons: [toReason(error)] });
  }

  private async pause(error: unknown, failures: number): Promise<void> {
    const waitMs = computeBackoff(this.parts.restartBackoffMs, failures, this.parts.random);
    this.logger.warn('an inbox failed and is started again', { error, failures, waitMs });
    const hint = error instanceof TributaryError && error.hint !== undefined ? error.hint : 'Look at the log of this process.';
    const detail = error instanceof Error ? error.message : String(error);
    const reasons = [toReason(error), reason('restarts')];
    this.reporter.report({ state: 'degraded', detail, hint: `${hint} It is started again by itself.`, reasons });
    await sleep(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    if (!this.stopping.signal.aborted) this.reporter.report({ state: 'starting', detail, reasons: reasons.slice(0, 1) });
  }
}

function waitFor(signal: AbortSignal): { promise: Promise<void>; forget(): void } {
  let listener = () => undefined as void;
  const promise = new Promise<void>((resolve) => {
    listener = resolve;
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', listener, { once: true });
  });
  return { promise, forget: () => signal.removeEventListener('abort', listener) };
}
