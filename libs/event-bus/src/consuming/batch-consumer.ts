import { randomUUID } from 'node:crypto';
import { PARTITIONS } from '#contracts';
import { TributaryError } from '#runtime';
import type { SubscriptionOptions } from '../port.js';
import { Attempts } from './attempt.js';
import type { ConsumingContext, PartitionConsumer, SubscriptionConsumer } from './consuming.js';
import { JointBatches } from './joint-batches.js';
import { describeSubscription, measureConsuming } from './observation.js';
import { Outcomes } from './outcomes.js';
import { ParkedKeyWorker } from './parked-key-worker.js';
import { ParkedRepository } from './parked.repository.js';
import { OpenPartition } from './open-partition.js';

/** Parked keys tried in one call, where the handler takes so many and of several partitions. */
const PARKED_TOGETHER = 50;

/** Keeps the promises of `BatchHandler` for one subscription of one process, on both engines. */
export class BatchConsumer implements SubscriptionConsumer {
  readonly options: Required<Omit<SubscriptionOptions, 'onParkedBehind'>>;
  private readonly stopping = new AbortController();
  private readonly halting = new AbortController();
  private readonly attempts: Attempts;
  private readonly calls: Pick<Attempts, 'call'>;
  private readonly outcomes: Outcomes;
  private readonly worker: ParkedKeyWorker;

  constructor(
    options: SubscriptionOptions,
    private readonly context: ConsumingContext,
  ) {
    const wanted = {
      maxBatch: 100,
      concurrency: 4,
      acrossPartitions: false,
      from: 'earliest' as const,
      onParkedBehind: () => Promise.resolve(),
      ...options,
    };
    const { topic, group, handler, concurrency, maxBatch, acrossPartitions } = wanted;
    // Joint batches are limited here; the engine may then offer all partitions at once.
    this.options = acrossPartitions ? { ...wanted, concurrency: PARTITIONS } : wanted;
    const logger = context.logger.child({ topic, group });
    const figures = measureConsuming(context.metrics, { topic, group });
    const repository = new ParkedRepository(context.database, { topic, group });
    this.attempts = new Attempts(figures.measure(handler), context.database, logger, this.stopping.signal);
    this.calls = acrossPartitions ? new JointBatches(this.attempts, concurrency, maxBatch) : this.attempts;
    this.outcomes = new Outcomes({ topic, group }, { ...context, logger }, repository, figures, (error) => this.halt(error));
    this.worker = new ParkedKeyWorker({
      owner: randomUUID(),
      repository,
      attempts: this.attempts,
      outcomes: this.outcomes,
      clock: context.clock,
      logger,
      concurrency,
      together: acrossPartitions ? Math.min(PARKED_TOGETHER, maxBatch) : 1,
      pollMs: context.settings.pollMs,
      leaseMs: context.settings.memberTimeoutMs,
    });
    this.outcomes.onParked = (nextTryAt) => this.worker.expect(nextTryAt);
    if (options.onParkedBehind !== undefined) this.outcomes.onParkedBehind = options.onParkedBehind;
  }

  get halted(): AbortSignal {
    return this.halting.signal;
  }

  start(): void {
    this.worker.start();
  }

  openPartition(partition: number, signal: AbortSignal): PartitionConsumer {
    return new OpenPartition(partition, signal, this.attempts, this.calls, this.outcomes, () => this.halting.signal.throwIfAborted());
  }

  pause(): void {
    this.worker.pause();
  }

  resume(): void {
    this.worker.resume();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.worker.stop();
  }

  private get healthName(): string {
    return `subscription ${describeSubscription(this.options)}`;
  }

  private halt(error: unknown): void {
    if (this.halting.signal.aborted) return;
    this.halting.abort(error);
    void this.worker.stop();
    const { message } = error instanceof Error ? error : { message: String(error) };
    const hint = error instanceof TributaryError && error.hint !== undefined ? ` — ${error.hint}` : '';
    const detail = `stopped, nothing is skipped: ${message}${hint}; repair the configuration and start the process again`;
    const { topic, group } = this.options;
    this.context.logger.error('a subscription stopped on a configuration error', { topic, group, error });
    this.context.health?.add({ name: this.healthName, check: () => Promise.resolve({ ok: false, detail }) });
  }
}
