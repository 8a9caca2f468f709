import type { AppDefinition, Logger, Settings } from '#runtime';
import { HealthRegistry, Metrics, StartupNotes } from '#runtime';
import { FrontDoor } from './http/front-door.js';
import { explainTakenPort } from './lifecycle/explain-taken-port.js';
import type { ThreadSource } from './threads/app-thread.js';
import { stopInOrder, type StopStep } from './lifecycle/stop-in-order.js';

/** An app, or how to import it: imports take most of a start, so they run while the database server comes up. */
export type AppSource = AppDefinition | (() => Promise<AppDefinition>);

export interface HostOptions {
  /** Of the process, in logs and traces. */
  readonly name: string;
  readonly apps: readonly AppSource[];
  /** Apps beside them in threads of their own. */
  readonly threads?: readonly ThreadSource[];
  /** Settings by environment name that hold where the environment has none; threads read theirs anew. */
  readonly defaults?: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** Where a setting was written. */
  readonly locate?: (path: readonly PropertyKey[]) => string;
  readonly log: Logger;
  /** Aborts a start that is no longer wanted. */
  readonly signal: AbortSignal;
}

export interface RunningHost {
  readonly settings: Settings;
  /** Where HTTP answers: the address as bound, with the real port. */
  readonly httpUrl: string;
  readonly notes: StartupNotes;
  /** From the call of `startHost`. */
  readonly readyMs: number;
  /** Doors, then subscriptions, then the log, then the database. True when all ended by themselves within their time. */
  stop(): Promise<boolean>;
}

/** Boots a list of apps in this process. When it rejects, everything it had started is stopped again. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const startedAt = performance.now();
  const { settings, log } = options;
  const closers: StopStep[] = [];
  const onStop = (name: string, limitMs: number, run: () => Promise<unknown>): void => {
    closers.unshift({ name, limitMs, run: async () => void (await run()) });
  };
  const health = new HealthRegistry();
  const metrics = new Metrics();
  const notes = new StartupNotes();
  metrics.collectProcess();
  let phase = 'starting';
  health.add({ name: 'host', check: () => Promise.resolve({ ok: phase === 'ready', detail: phase }) });

  try {
    const door = new FrontDoor(health, metrics);
    const port = await door.listen(settings.http.host, settings.http.port).catch((error: unknown) => explainTakenPort(error, settings));
    onStop('http', 2_500, () => door.close());
    const { bootProcess } = await import('./boot.js');
    await bootProcess({ ...options, health, metrics, notes, door, front: door, onStop });
    options.signal.throwIfAborted();
    phase = 'ready';
    const readyMs = Math.round(performance.now() - startedAt);
    const httpUrl = `http://${formatHost(settings.http.host)}:${port}`;
    log.info('Ready', { http: httpUrl, ms: readyMs });
    const stop = (): Promise<boolean> => {
      phase = 'stopping';
      return stopInOrder(closers, log);
    };
    return { settings, httpUrl, notes, readyMs, stop };
  } catch (error) {
    await stopInOrder(closers, log);
    throw error;
  }
}

function formatHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
