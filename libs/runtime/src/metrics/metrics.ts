import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';

/** Metrics with their values, as plain data that can go to another thread. */
export type MetricValues = readonly MetricObjectWithValues<MetricValue<string>>[];

/** One registry a process. Asking twice for one name gives the same metric, so rooms need not know of each other. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly sources: (() => Promise<MetricValues>)[] = [];

  /** Media type of `render`. */
  readonly contentType = this.registry.contentType;

  /** Node's own figures (memory, event loop, garbage collection). */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return this.find(name, Counter) ?? new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** `collect` runs at each scrape; give it for what is looked up (a lag), leave it out for what is set. */
  gauge(name: string, help: string, labelNames: readonly string[] = [], collect?: (gauge: Gauge) => void | Promise<void>): Gauge {
    const found = this.find(name, Gauge);
    if (found !== undefined) return found;
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      ...(collect ? { collect: () => collect(gauge) } : {}),
    });
    return gauge;
  }

  /** Times are in seconds, sizes in bytes, as Prometheus has it. */
  histogram(name: string, help: string, labelNames: readonly string[] = [], buckets?: number[]): Histogram {
    return (
      this.find(name, Histogram) ?? new Histogram({ name, help, labelNames, registers: [this.registry], ...(buckets ? { buckets } : {}) })
    );
  }

  /** What another thread of this process counts; under a name that both have, values with equal labels are added up. */
  join(source: () => Promise<MetricValues>): void {
    this.sources.push(source);
  }

  /** The own values, for `join` in another thread. */
  readValues(): Promise<MetricValues> {
    return this.registry.getMetricsAsJSON();
  }

  /** Everything in the text format of Prometheus. */
  async render(): Promise<string> {
    if (this.sources.length === 0) return this.registry.metrics();
    const [own, ...joined] = await Promise.all([this.readValues(), ...this.sources.map((source) => source())]);
    const named = new Set(joined.flatMap((values) => values.map(({ name }) => name)));
    const alone = own.filter(({ name }) => !named.has(name)).map(({ name }) => this.registry.getSingleMetricAsString(name));
    const shared = AggregatorRegistry.aggregate([own.filter(({ name }) => named.has(name)), ...joined].map((values) => [...values]));
    return [...(await Promise.all(alone)), await shared.metrics()].join('\n');
  }

  private find<T>(name: string, kind: new (...args: never[]) => T): T | undefined {
    const found: unknown = this.registry.getSingleMetric(name);
    if (found === undefined) return undefined;
    if (!(found instanceof kind)) throw new TypeError(`metric ${name} exists as another kind`);
    return found;
  }
}
