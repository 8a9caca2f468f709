import type { Kafka, Producer, TopicMessages } from 'kafkajs';
import { RetriableError, type Logger, type TributaryError } from '#runtime';
import { backoffOf, waitFor } from '../consuming/waiting.js';
import { toBusError } from './errors.js';
import { settleWithin } from './limits.js';
import type { KafkaRecord } from './message.js';

/** A send that takes longer is given up: the caller appends again. */
const SEND_LIMIT_MS = 9_000;
const DISCONNECT_LIMIT_MS = 2_000;

/**
 * Owns the idempotent producer. One send at a time.
 *
 * After any failed send the producer is thrown away: kafkajs takes the sequence numbers of a failed send back, and the broker, should it
 * have stored that send after all, would take the next records under the same numbers for a repetition and drop them silently.
 */
export class Sender {
  private current: { producer: Producer; discarded: boolean } | undefined;

  constructor(
    private readonly createClient: () => Kafka,
    private readonly logger: Logger,
    private readonly limitMs = SEND_LIMIT_MS,
  ) {}

  /**
   * Resolves when all in-sync replicas have the records; tries again, with a new producer, until the limit. Rejects with a classed error,
   * and then they may or may not be on the log.
   */
  async send(records: readonly KafkaRecord[]): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.limitMs);
    let reason: TributaryError | undefined;
    try {
      for (let tries = 0; ; tries++) {
        try {
          return await this.trySend(records, limit.signal);
        } catch (error) {
          void this.discard();
          const classed = toBusError('append', error);
          if (limit.signal.aborted) throw reason ?? classed;
          if (classed.errorClass !== 'retriable') throw classed;
          this.logger.debug('a send failed and is tried with a new producer', { records: records.length, error: classed });
          reason = classed;
          await waitFor(backoffOf(tries), limit.signal).catch(() => undefined);
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    await this.discard();
  }

  private async trySend(records: readonly KafkaRecord[], limit: AbortSignal): Promise<void> {
    const producer = await within(limit, this.connect());
    const answers = await within(limit, producer.sendBatch({ topicMessages: toTopicMessages(records), acks: -1, timeout: SEND_LIMIT_MS }));
    // When a leader moves to a broker that has answered for other partitions, kafkajs leaves its records out and resolves (seen).
    const confirmed = new Set(answers.map((answer) => `${answer.topicName}/${answer.partition}`));
    const silent = records.find((record) => !confirmed.has(`${record.topic}/${record.partition}`));
    if (silent) throw new RetriableError(`Kafka did not confirm ${silent.topic}/${silent.partition}`, { code: 'kafka_unavailable' });
  }

  private async connect(): Promise<Producer> {
    if (this.current) return this.current.producer;
    const state = { discarded: false };
    const producer = this.createClient().producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) => {
          // Asked before each try: ends the retries of a producer that was thrown away, which disconnecting does not.
          if (state.discarded) throw new TypeError('this producer was thrown away');
          return message.partition ?? 0;
        },
    });
    const mine = Object.assign(state, { producer });
    this.current = mine;
    await producer.connect();
    return producer;
  }

  private async discard(): Promise<void> {
    const old = this.current;
    if (!old) return;
    this.current = undefined;
    old.discarded = true;
    await settleWithin(DISCONNECT_LIMIT_MS, old.producer.disconnect());
  }
}

function toTopicMessages(records: readonly KafkaRecord[]): TopicMessages[] {
  const byTopic = new Map<string, TopicMessages>();
  for (const { topic, partition, key, value, headers } of records) {
    const entry = byTopic.get(topic) ?? { topic, messages: [] };
    entry.messages.push({ partition, key, value, headers });
    byTopic.set(topic, entry);
  }
  return [...byTopic.values()];
}

function within<T>(limit: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(new RetriableError('Kafka did not answer in time', { code: 'kafka_unavailable', hint: 'check that the brokers run' }));
    };
    limit.addEventListener('abort', giveUp, { once: true });
    if (limit.aborted) giveUp();
    work.then(resolve, reject).finally(() => limit.removeEventListener('abort', giveUp));
  });
}
