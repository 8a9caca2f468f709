import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Topics } from '#contracts';
import type { ConsumedBatch } from '#event-bus';
import { Consumes } from '#event-bus/nest';
import { METRICS, TRACING } from '#runtime';
import type { Metrics, Tracing } from '#runtime';
import { BatchIntake } from './batch-intake.js';
import { INTAKE_GROUP } from './groups.js';

/**
 * The door from the log into tickets. A batch costs much more than a message in it, so partitions share batches; two at once a process, for
 * each uses a core.
 */
@Controller()
export class InboundMessagesConsumer {
  private readonly entries;
  private readonly tickets;
  private readonly repeated;
  private readonly failures;
  private readonly seconds;

  constructor(
    private readonly intake: BatchIntake,
    @Inject(TRACING) private readonly tracing: Tracing,
    @Inject(METRICS) metrics: Metrics,
  ) {
    this.entries = metrics.counter('tributary_intake_entries_total', 'Messages that became entries');
    this.tickets = metrics.counter('tributary_intake_tickets_total', 'Tickets opened by messages');
    this.repeated = metrics.counter('tributary_intake_repeated_total', 'Records of messages that were entries already');
    this.failures = metrics.counter(
      'tributary_intake_failures_total',
      'Batches that failed; the log parks or dead-letters the record at fault',
    );
    this.seconds = metrics.histogram('tributary_intake_batch_seconds', 'Time of a batch from records to commit');
  }

  @Consumes(Topics.inboundMessages, { group: INTAKE_GROUP, maxBatch: 200, concurrency: 2, acrossPartitions: true })
  async take(@Payload() batch: ConsumedBatch): Promise<void> {
    const spans = batch.records.map(({ envelope }) => this.tracing.startSpan('intake', envelope.traceparent, { eventId: envelope.id }));
    const stop = this.seconds.startTimer();
    try {
      const outcome = await this.intake.take(
        batch.records,
        spans.map((span) => span.traceparent),
      );
      this.entries.inc(outcome.entries);
      this.tickets.inc(outcome.tickets);
      this.repeated.inc(outcome.repeated);
      for (const span of spans) span.end();
    } catch (error) {
      this.failures.inc();
      for (const span of spans) span.end(error);
      throw error;
    } finally {
      stop();
    }
  }
}
