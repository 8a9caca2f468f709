import { destination as openDestination, pino } from 'pino';
import type { Logger } from './logger.js';
import { redactFields } from './redact.js';
import { formatLine } from './text-format.js';

export interface ProcessLoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'json' | 'text';
  /** Tools keep stdout for their answer. Default: stdout. */
  readonly to?: 'stdout' | 'stderr' | { write(line: string): void };
  /** Stand in every line, such as the app's name. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The log of a process. Written at once, so that the last line before a crash is there. */
export function openProcessLogger(options: ProcessLoggerOptions): Logger {
  const { to = 'stdout' } = options;
  const sink = typeof to === 'object' ? to : openDestination({ fd: to === 'stderr' ? 2 : 1, sync: true });
  const stream = options.format === 'json' ? sink : { write: (line: string) => sink.write(formatLine(line)) };
  const root = pino(
    {
      level: options.level,
      base: options.fields ?? {},
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return wrap(root);
}

function wrap(target: pino.Logger): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: Record<string, unknown>) => {
    if (!target.isLevelEnabled(level)) return;
    target[level](fields === undefined ? {} : redactFields(fields), message);
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(target.child(redactFields(fields))),
  };
}
