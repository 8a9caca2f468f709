import type { Metrics } from '#runtime';
import type { BatchHandler } from '../port.js';

export type Outcome = 'parked' | 'dead_lettered';

export interface ConsumingFigures {
  count(outcome: Outcome, records: number): void;
  /** The handler, timed. */
  measure(handler: BatchHandler): BatchHandler;
}

export function describeSubscription({ topic, group }: { topic: string; group: string }): string {
  return `${topic} → ${group}`;
}

export function measureConsuming(metrics: Metrics | undefined, labels: { topic: string; group: string }): ConsumingFigures {
  if (metrics === undefined) return { count: () => undefined, measure: (handler) => handler };
  const names = ['topic', 'group'];
  const outcomes = metrics.counter('tributary_bus_set_aside_total', 'records parked or dead-lettered', [...names, 'outcome']);
  const records = metrics.counter('tributary_bus_handled_total', 'records whose effect is durable', names);
  const seconds = metrics.histogram('tributary_bus_batch_seconds', 'time a handler took for one batch', names);
  return {
    count: (outcome, count) => outcomes.inc({ ...labels, outcome }, count),
    measure: (handler) => async (batch) => {
      const stop = seconds.startTimer(labels);
      await handler(batch);
      stop();
      records.inc(labels, batch.records.length);
    },
  };
}
