import type { Logger as TypeOrmLogger } from 'typeorm';
import type { Logger } from '#runtime';

/** TypeORM prints to stdout by itself, which belongs to the commands; what it has to say is also in the errors it throws. */
export function toTypeOrmLogger(logger: Logger): TypeOrmLogger {
  return {
    logQuery: () => undefined,
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: (message) => logger.debug('schema', { said: message }),
    logMigration: (message) => logger.debug('migration', { said: message }),
    log: (level, message: unknown) => logger[level === 'warn' ? 'warn' : 'debug']('typeorm', { said: String(message) }),
  };
}
