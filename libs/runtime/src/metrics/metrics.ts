import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One registry a process. Asking twice for one name gives the same metric, so rooms need not know of each other. */
export class Metrics {
  readonly registry = new Registry();

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

  private find<T>(name: string, kind: new (...args: never[]) => T): T | undefined {
    const found: unknown = this.registry.getSingleMetric(name);
    if (found === undefined) return undefined;
    if (!(found instanceof kind)) throw new TypeError(`metric ${name} exists as another kind`);
    return found;
  }
}
