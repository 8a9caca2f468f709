import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#runtime';

/** Nest's own words in the log of the process; its account of modules and routes is for debugging. */
export function toNestLogger(log: Logger): LoggerService {
  const context = (rest: readonly unknown[]): Record<string, unknown> => {
    const last = rest.at(-1);
    return typeof last === 'string' ? { nest: last } : {};
  };
  return {
    log: (message: unknown, ...rest: unknown[]) => log.debug(String(message), context(rest)),
    debug: (message: unknown, ...rest: unknown[]) => log.debug(String(message), context(rest)),
    verbose: (message: unknown, ...rest: unknown[]) => log.debug(String(message), context(rest)),
    warn: (message: unknown, ...rest: unknown[]) => log.warn(String(message), context(rest)),
    error: (message: unknown, ...rest: unknown[]) =>
      log.error(message instanceof Error ? message.message : String(message), {
        ...context(rest),
        error: message instanceof Error ? message : rest[0],
      }),
    fatal: (message: unknown, ...rest: unknown[]) => log.error(String(message), context(rest)),
  };
}
