import type { HealthRegistry, Logger, Metrics } from '#runtime';

export interface Look {
  /** In health and metrics: `timers`. */
  readonly name: string;
  /** What does not happen while it fails. */
  readonly missing: string;
  /** For the operator. */
  readonly hint: string;
}

const HINT = 'the error names the cause; most often the database is away, too slow for database.statementTimeoutMs, or refuses a right';

/** Failures in a row after which a look is in trouble: one alone is a moment's. */
const TROUBLE = 3;

/**
 * How a look that repeats itself gets on: warned of once when it fails again and again, told once when it works again, shown in
 * `tributary_look_failures` and in the details of health.
 */
export class LookState {
  private failures = 0;
  private last = '';

  constructor(
    private readonly look: Omit<Look, 'hint'> & { readonly hint?: string },
    private readonly log: Logger,
    metrics: Metrics,
    health: HealthRegistry | null,
  ) {
    const gauge = metrics.gauge('tributary_look_failures', 'Times in a row that a look of this process failed; 0 while it works', ['look']);
    this.show = () => gauge.set({ look: look.name }, this.failures);
    this.show();
    health?.add({ name: `look ${look.name}`, check: () => Promise.resolve(this.describe()) });
  }

  worked(): void {
    if (this.failures >= TROUBLE) this.log.info('a look works again', { look: this.look.name, failures: this.failures });
    this.failures = 0;
    this.show();
  }

  failed(error: unknown): void {
    this.failures += 1;
    this.last = error instanceof Error ? error.message : String(error);
    this.show();
    const fields = { look: this.look.name, missing: this.look.missing, failures: this.failures, hint: this.look.hint ?? HINT, error };
    if (this.failures === TROUBLE) this.log.warn('a look fails again and again', fields);
    else this.log.debug('a look failed; it is tried again', fields);
  }

  private describe() {
    if (this.failures < TROUBLE) return { ok: true };
    // Messages are taken all the same, so it does not make the process unready.
    return { ok: true, detail: `${this.look.missing}: failed ${this.failures} times in a row (${this.last}); ${this.look.hint ?? HINT}` };
  }

  private readonly show: () => void;
}
