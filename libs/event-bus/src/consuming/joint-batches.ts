import { PartlyFailed, type ConsumedRecord } from '../port.js';
import type { Attempts, Failure } from './attempt.js';

interface Waiting {
  readonly records: readonly ConsumedRecord[];
  readonly signal: AbortSignal;
  readonly resolve: (failure: Failure | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** So long a batch that is not full waits for the one under way, which is soon done where there is much to do. */
const GATHER_MS = 200;
/** Where so many records came within about half a second, the next batch waits so long to grow. */
const RUSH = 16;
const RUSH_MS = 500;
const PACE_MS = 150;
/** When nothing more has come for so long, what is there goes. */
const QUIET_MS = 25;

/**
 * Joins what several partitions want handled at the same moment into one call of the handler. While one is under way the others wait and go
 * together; a further call, of `concurrency` at most, begins beside it for a whole batch, or when they waited `GATHER_MS`. Where records come
 * fast, each batch gathers for `PACE_MS` after the one before, or until no more come: fewer and larger ones save more than they delay. When a
 * joint call fails, or one of its partitions is lost, each partition is handled by itself again, unless the handler has said which records
 * failed.
 */
export class JointBatches {
  private readonly waiting: Waiting[] = [];
  private active = 0;
  private gathering: NodeJS.Timeout | undefined;
  private restUntil = 0;
  private cameAt = 0;
  /** Records of late, each counting less the longer ago it came. */
  private rush = 0;
  private countedAt = 0;

  constructor(
    private readonly attempts: Attempts,
    private readonly concurrency: number,
    private readonly maxBatch: number,
  ) {}

  /** As `Attempts.call`. */
  call(records: readonly ConsumedRecord[], signal: AbortSignal): Promise<Failure | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, signal, resolve, reject });
      this.cameAt = performance.now();
      // One turn of the loop lets partitions that were read together come together.
      queueMicrotask(() => this.begin());
    });
  }

  private begin(gathered = false): void {
    let due = gathered;
    while (this.waiting.length > 0 && this.active < this.concurrency && (due || this.isFull() || this.isIdle())) {
      due = false;
      this.active += 1;
      const joint = this.take();
      void this.run(joint).finally(() => {
        this.active -= 1;
        if (this.countRush(countRecords(joint)) >= RUSH) this.restUntil = performance.now() + PACE_MS;
        this.stopGathering();
        this.begin();
      });
    }
    if (this.waiting.length === 0 || this.active === this.concurrency) this.stopGathering();
    else this.gather(this.active === 0 ? this.restMs : GATHER_MS);
  }

  private gather(leftMs: number): void {
    this.gathering ??= setTimeout(
      () => {
        this.gathering = undefined;
        const quiet = this.active === 0 && performance.now() - this.cameAt >= QUIET_MS;
        if (leftMs <= QUIET_MS || quiet) this.begin(true);
        else this.gather(leftMs - QUIET_MS);
      },
      Math.min(leftMs, QUIET_MS),
    );
  }

  private countRush(records: number): number {
    const now = performance.now();
    this.rush = this.rush * Math.exp((this.countedAt - now) / RUSH_MS) + records;
    this.countedAt = now;
    return this.rush;
  }

  private isIdle(): boolean {
    return this.active === 0 && this.restMs === 0;
  }

  private get restMs(): number {
    return Math.max(0, Math.ceil(this.restUntil - performance.now()));
  }

  private stopGathering(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
  }

  private isFull(): boolean {
    return countRecords(this.waiting) >= this.maxBatch;
  }

  private take(): Waiting[] {
    let records = 0;
    const fits = this.waiting.findIndex((waiting, index) => {
      records += waiting.records.length;
      return index > 0 && records > this.maxBatch;
    });
    return this.waiting.splice(0, fits === -1 ? this.waiting.length : fits);
  }

  private async run(joint: readonly Waiting[]): Promise<void> {
    const faults = joint.length > 1 ? await this.callJointly(joint) : undefined;
    if (faults !== undefined) for (const { records, resolve } of joint) resolve(failureAmong(records, faults));
    else for (const { records, signal, resolve, reject } of joint) await this.attempts.call(records, signal).then(resolve, reject);
  }

  /** The faults of single records; undefined when each partition must be handled by itself. */
  private async callJointly(joint: readonly Waiting[]): Promise<PartlyFailed['faults'] | undefined> {
    const records = joint.flatMap((waiting) => waiting.records);
    const signal = AbortSignal.any(joint.map((waiting) => waiting.signal));
    try {
      const failure = await this.attempts.call(records, signal);
      if (failure === undefined) return new Map();
      return failure.error instanceof PartlyFailed ? failure.error.faults : undefined;
    } catch {
      return undefined;
    }
  }
}

function countRecords(batches: readonly Waiting[]): number {
  return batches.reduce((sum, { records }) => sum + records.length, 0);
}

function failureAmong(records: readonly ConsumedRecord[], faults: PartlyFailed['faults']): Failure | undefined {
  const own = new Map(records.flatMap((record) => (faults.has(record) ? [[record, faults.get(record)] as const] : [])));
  return own.size === 0 ? undefined : { error: new PartlyFailed(own) };
}
