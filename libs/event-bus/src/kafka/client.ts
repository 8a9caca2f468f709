import { Kafka, logLevel, type KafkaConfig, type RetryOptions } from 'kafkajs';
import type { Logger, Settings } from '#runtime';
import { toKafkaLogCreator } from './log-creator.js';
import { openSocket } from './sockets.js';

export type KafkaSettings = Settings['kafka'];

/** Retried inside kafkajs: lost links, leaders that move, `coordinator is loading` in the first second of a broker. */
const RETRY: RetryOptions = { initialRetryTime: 50, multiplier: 2, maxRetryTime: 1_000, retries: 10 };

/**
 * A consumer that holds on keeps its member id, so that a broker that comes back within the session finds its group as it was. One that
 * comes anew waits until the old member's session has run out.
 */
export const HOLDING_ON: Partial<KafkaConfig> = { retry: { ...RETRY, retries: 120 } };

/**
 * A client of its own for each consumer and producer: clients share the offsets their consumers committed, and two members of one
 * group in one process would clear each other's.
 */
export function createKafkaClient(settings: KafkaSettings, logger: Logger, more: Partial<KafkaConfig> = {}): Kafka {
  return new Kafka({
    clientId: settings.clientId,
    brokers: settings.brokers,
    ssl: settings.ssl,
    ...readLogin(settings),
    socketFactory: openSocket,
    connectionTimeout: 2_000,
    authenticationTimeout: 5_000,
    requestTimeout: 9_000,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: toKafkaLogCreator(logger),
    ...more,
  });
}

function readLogin({ mechanism, username, password = '' }: KafkaSettings): Pick<KafkaConfig, 'sasl'> {
  if (username === undefined) return {};
  const login = { username, password };
  if (mechanism === 'plain') return { sasl: { mechanism, ...login } };
  return { sasl: mechanism === 'scram-sha-256' ? { mechanism, ...login } : { mechanism, ...login } };
}
