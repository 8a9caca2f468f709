import {
  EXIT_CONFIGURATION,
  loadLocatedSettings,
  type LoadedSettings,
  openProcessLogger,
  SettingsError,
  silentLogger,
  TributaryError,
} from '#runtime';
import type { Logger } from '#runtime';
import { type AppSource, type RunningHost, startHost } from './host.js';
import { collectAloneOnFewCores } from './lifecycle/collect-alone.js';
import { listenForStrays } from './lifecycle/strays.js';
import type { ThreadSource } from './threads/app-thread.js';

const STOP_LIMIT_MS = 10_000;

export interface RunOptions {
  /** In logs and traces. Default: the name of the app, when it is one. */
  readonly name?: string;
  /** Settings by environment name that hold where the environment has none. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Apps beside those of the main thread, each in a thread of its own. */
  readonly threads?: readonly ThreadSource[];
  /** For what the terminal should show; the process log tells the rest. */
  readonly onReady?: (host: RunningHost) => void;
}

/**
 * `main` of every app: reads the settings, boots, runs until SIGTERM or SIGINT, stops within 10 s. Exit codes: 0 after a stop that was
 * asked for, 78 for a wrong configuration, 1 for anything else that prevents the start; what the operator can mend is said without a stack.
 */
export async function runApps(apps: readonly AppSource[], options: RunOptions = {}): Promise<void> {
  collectAloneOnFewCores();
  const { defaults, threads = [] } = options;
  const loaded = await readSettingsOrExit([...apps, ...threads.map(({ load }) => load)], defaults);
  if (loaded === null) return;
  const { settings, locate } = loaded;
  const name = options.name ?? nameOf(apps);
  const log = openProcessLogger({ ...settings.log, fields: { app: name } });
  const stopping = new AbortController();
  listenForSignals(stopping, log);
  listenForStrays(log);
  try {
    const host = await startHost({ name, apps, threads, defaults, settings, locate, log, signal: stopping.signal });
    options.onReady?.(host);
    await aborted(stopping.signal);
    log.info('Stopping');
    const clean = await host.stop();
    log.info('Stopped', { clean });
    process.exit(0);
  } catch (error) {
    if (stopping.signal.aborted) process.exit(0);
    explain(error, log);
    process.exit(error instanceof SettingsError ? EXIT_CONFIGURATION : 1);
  }
}

function nameOf([first, ...rest]: readonly AppSource[]): string {
  return typeof first === 'object' && rest.length === 0 ? first.name : 'tributary';
}

async function readSettingsOrExit(apps: readonly AppSource[], defaults?: RunOptions['defaults']): Promise<LoadedSettings | null> {
  try {
    return loadLocatedSettings({ defaults });
  } catch (error) {
    const { addProcessFaults } = await import('./judging/process-faults.js');
    explain(error instanceof SettingsError ? await addProcessFaults(error, apps) : error, silentLogger);
    process.exitCode = error instanceof SettingsError ? EXIT_CONFIGURATION : 1;
    return null;
  }
}

/** For the person at the terminal, whatever the level of the log. */
export function explain(error: unknown, log: Logger): void {
  if (error instanceof TributaryError) {
    process.stderr.write(`${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
    return;
  }
  log.error('Failed', { error });
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function listenForSignals(stopping: AbortController, log: Logger): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      stopping.abort(new Error(`stopped by ${signal}`));
      setTimeout(() => {
        log.error('The stop took too long; leaving', { ms: STOP_LIMIT_MS });
        process.exit(1);
      }, STOP_LIMIT_MS).unref();
    });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
