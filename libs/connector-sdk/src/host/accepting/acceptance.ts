import type { BlobStore, StagedBlob } from '#blob-store';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { errorClassOf, RetriableError, TributaryError } from '#runtime';

/** What one call wants on the log: its record, and bytes that become durable in the same commit. */
export interface Acceptable {
  readonly record: OutgoingRecord;
  readonly blobs: readonly StagedBlob[];
  /** Size of both, for the limits of a commit. */
  readonly bytes: number;
}

export interface AcceptanceLimits {
  /** Records and bytes that go into one commit. */
  readonly flushRecords: number;
  readonly flushBytes: number;
  /** From so many waiting calls on a second commit runs beside the first. */
  readonly secondFlushFrom: number;
  /** A commit waits this long for more where some calls wait, but few: it costs as much as they do. */
  readonly gatherMs: number;
  /** With more calls waiting a further one is refused at once. */
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
}

export const DEFAULT_LIMITS: AcceptanceLimits = {
  flushRecords: 500,
  flushBytes: 8 * 1024 * 1024,
  secondFlushFrom: 100,
  gatherMs: 1,
  maxWaiting: 5_000,
  maxWaitingBytes: 128 * 1024 * 1024,
};

/** Calls that wait: fewer are no rush and are not held up, more are enough for a commit of their own. */
const RUSH = 3;
const ENOUGH = 10;

interface Slot {
  readonly key: string;
  ready: Acceptable | null;
  settled: boolean;
  finish(error?: unknown): void;
}

/**
 * The one queue of a process between connectors and the log: what waits while a commit is under way goes together in the next one. Records of
 * one key keep the order of the calls; when one of them fails in a way that time heals, those called after it fail too, so that a connector
 * which begins again at the first keeps the order.
 */
export class Acceptance {
  private waiting: Slot[] = [];
  private waitingBytes = 0;
  private flushes = 0;
  private scheduled = false;
  private readonly keysInFlight = new Set<string>();
  private newestFault: unknown = null;

  constructor(
    private readonly bus: EventBus,
    private readonly blobStore: BlobStore,
    private readonly timeoutMs: number,
    private readonly limits: AcceptanceLimits = DEFAULT_LIMITS,
  ) {}

  /** Calls that wait. */
  get depth(): number {
    return this.waiting.length;
  }

  /** Why the newest commit failed; null when it did not. */
  get fault(): unknown {
    return this.newestFault;
  }

  /** Resolves when record and bytes are durable. Rejects with a classed error, `RetriableError` (`log_unavailable`) after `timeoutMs`. */
  accept(key: string, prepared: Acceptable | Promise<Acceptable>): Promise<void> {
    if (this.waiting.length >= this.limits.maxWaiting || this.waitingBytes >= this.limits.maxWaitingBytes)
      return Promise.reject(
        new RetriableError(`${this.waiting.length} messages already wait for the log`, {
          code: 'acceptance_full',
          hint: 'The log takes less than comes in, or is away: look at the database (and the broker).',
        }),
      );
    return new Promise<void>((resolve, reject) => {
      const slot = this.createSlot(key, resolve, reject);
      this.waiting.push(slot);
      if (prepared instanceof Promise)
        prepared.then(
          (acceptable) => this.makeReady(slot, acceptable),
          (error: unknown) => this.fail(slot, error),
        );
      else this.makeReady(slot, prepared);
    });
  }

  private createSlot(key: string, resolve: () => void, reject: (error: unknown) => void): Slot {
    const slot: Slot = {
      key,
      ready: null,
      settled: false,
      finish: (error) => {
        if (slot.settled) return;
        slot.settled = true;
        clearTimeout(timer);
        if (error === undefined) resolve();
        else reject(toEmitError(error));
      },
    };
    const timer = setTimeout(
      () =>
        this.fail(
          slot,
          new RetriableError(`The log did not take the message within ${this.timeoutMs} ms`, {
            code: 'log_unavailable',
            cause: this.newestFault,
          }),
        ),
      this.timeoutMs,
    );
    return slot;
  }

  private makeReady(slot: Slot, acceptable: Acceptable): void {
    // One that was given up stays without bytes: `collect` takes off only what was added here.
    if (slot.settled) return;
    slot.ready = acceptable;
    this.waitingBytes += acceptable.bytes;
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const flush = () => {
      this.scheduled = false;
      this.flush();
    };
    const { length } = this.waiting;
    if (this.limits.gatherMs > 0 && length >= RUSH && length < ENOUGH) setTimeout(flush, this.limits.gatherMs);
    else setImmediate(flush);
  }

  private flush(): void {
    if (this.flushes === 2 || (this.flushes === 1 && this.waiting.length < this.limits.secondFlushFrom)) return;
    const group = this.collect();
    if (group.length === 0) return;
    this.flushes += 1;
    for (const slot of group) this.keysInFlight.add(slot.key);
    void this.append(group).finally(() => {
      this.flushes -= 1;
      for (const slot of group) this.keysInFlight.delete(slot.key);
      this.schedule();
    });
  }

  /** Takes what may go now: not behind an earlier one of its key that is under way or not ready. */
  private collect(): Slot[] {
    const group: Slot[] = [];
    const left: Slot[] = [];
    const blocked = new Set(this.keysInFlight);
    let bytes = 0;
    for (const slot of this.waiting) {
      if (slot.settled) {
        this.waitingBytes -= slot.ready?.bytes ?? 0;
        continue;
      }
      const fits =
        group.length < this.limits.flushRecords && (group.length === 0 || bytes + (slot.ready?.bytes ?? 0) <= this.limits.flushBytes);
      if (slot.ready === null || blocked.has(slot.key) || !fits) {
        blocked.add(slot.key);
        left.push(slot);
        continue;
      }
      group.push(slot);
      bytes += slot.ready.bytes;
    }
    this.waitingBytes -= bytes;
    this.waiting = left;
    return group;
  }

  private async append(group: readonly Slot[]): Promise<void> {
    try {
      await this.commit(group);
    } catch (error) {
      if (group.length > 1 && !(error instanceof RetriableError)) return this.appendEach(group);
      for (const slot of group) this.fail(slot, error);
    }
  }

  /** One record that the log can never take must not fail those that happened to share its commit. */
  private async appendEach(group: readonly Slot[]): Promise<void> {
    const failed = new Map<string, unknown>();
    for (const slot of group) {
      if (failed.has(slot.key)) {
        slot.finish(failed.get(slot.key));
        continue;
      }
      try {
        await this.commit([slot]);
      } catch (error) {
        this.fail(slot, error);
        if (errorClassOf(error) === 'retriable') failed.set(slot.key, error);
      }
    }
  }

  private async commit(group: readonly Slot[]): Promise<void> {
    const ready = group.flatMap((slot) => (slot.ready === null ? [] : [slot.ready]));
    const blobs = sortUnique(ready);
    const records = ready.map((acceptable) => acceptable.record);
    try {
      if (blobs.length === 0) await this.bus.append(records);
      else await this.bus.append(records, (transaction) => this.blobStore.insertStaged(transaction, blobs));
    } catch (error) {
      if (errorClassOf(error) === 'retriable') this.newestFault = error;
      throw error;
    }
    this.newestFault = null;
    for (const slot of group) slot.finish();
  }

  private fail(slot: Slot, error: unknown): void {
    slot.finish(error);
    // What is settled leaves the line with the next look at it, also when nothing is ready to go.
    this.schedule();
    if (errorClassOf(error) !== 'retriable') return;
    for (const later of this.waiting) if (later.key === slot.key && !later.settled) later.finish(error);
  }
}

function sortUnique(ready: readonly Acceptable[]): StagedBlob[] {
  const unique = new Map<string, StagedBlob>();
  for (const { blobs } of ready) for (const blob of blobs) unique.set(blob.ref, blob);
  return [...unique.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
}

function toEmitError(error: unknown): unknown {
  if (error instanceof TributaryError) return error;
  return new RetriableError('The log did not take the message', { code: 'log_append_failed', cause: error });
}
