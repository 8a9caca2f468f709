import { logLevel, type LogEntry, type logCreator } from 'kafkajs';
import type { Logger } from '#runtime';

/**
 * kafkajs cries ERROR at each lost link and each retry it will make anyway: its words are details here. What matters to an operator
 * is said by the bus itself, once, and by its health check.
 */
export function toKafkaLogCreator(logger: Logger): logCreator {
  return () =>
    ({ level, namespace, log }: LogEntry) => {
      const { message, timestamp: _at, logger: _library, stack: _stack, ...fields } = log;
      if (level === logLevel.NOTHING) return;
      logger.debug('kafka client', { ...fields, namespace, said: message });
    };
}
