import type { BlobRef } from '#contracts';
import type { Transaction, TransactionRunner } from '#database';
import type { Clock, Logger } from '#runtime';
import { TOUCH_AFTER_MS } from '../blob.repository.js';
import { toRef, toSha256 } from '../hashing.js';
import type { Places } from '../places/places.js';
import type { BlobNamer, BlobSweeper, SweepResult } from '../port.js';
import type { Spool } from '../spooling.js';
import { claimOrphans, deleteRows, lockBlobs, lockCandidates, noteNamed, trySweepLock } from './sweep.repository.js';
import type { Candidate } from './sweep.repository.js';

const BATCH = 200;
/** A blob found named is not asked about again for this long. */
const NAMED_FOR_MS = 7 * 24 * 3_600_000;

interface Step extends SweepResult {
  /** Hash of the last one looked at; null when there are no more. */
  readonly last: string | null;
}

/**
 * Row locks decide every race. A put of the same bytes either locks the row first, and then it is skipped here, or waits for the end of this
 * transaction and writes all anew. Bytes outside rows are removed while their row is still locked.
 */
export class LockingSweeper implements BlobSweeper {
  private readonly namers = new Map<string, BlobNamer>();

  constructor(
    private readonly database: TransactionRunner,
    private readonly places: Places,
    private readonly spool: Spool,
    private readonly logger: Logger,
  ) {}

  registerNamer(namer: BlobNamer): void {
    this.namers.set(namer.name, namer);
  }

  async sweep(clock: Clock, olderThan: Date): Promise<SweepResult> {
    const total = { examined: 0, deleted: 0, freedBytes: 0 };
    if (this.namers.size === 0) return total;
    const now = clock.now();
    // A put may leave a blob untouched that was put shortly before, so what counts as old is that much older.
    const limit = new Date(Math.min(olderThan.getTime(), now.getTime() - TOUCH_AFTER_MS) - TOUCH_AFTER_MS);
    for (let after: string | null = ''; after !== null;) {
      const step: Step = await this.sweepBatch(after, limit, now);
      total.examined += step.examined;
      total.deleted += step.deleted;
      total.freedBytes += step.freedBytes;
      after = step.last;
    }
    await this.removeOrphans(limit, now);
    await this.spool.removeAbandoned();
    if (total.deleted > 0) this.logger.info('blobs swept', total);
    return total;
  }

  async erase(refs: readonly BlobRef[]): Promise<number> {
    let erased = 0;
    for (let at = 0; at < refs.length && this.namers.size > 0; at += BATCH)
      erased += await this.database.run(async (transaction) => {
        if (!(await trySweepLock(transaction))) return 0;
        const blobs = await lockBlobs(transaction, refs.slice(at, at + BATCH).map(toSha256));
        const named = await this.findNamed(blobs);
        const doomed = blobs.filter((blob) => !named.has(blob.sha256));
        await this.remove(transaction, doomed);
        return doomed.length;
      });
    return erased;
  }

  private sweepBatch(after: string, olderThan: Date, now: Date): Promise<Step> {
    return this.database.run(async (transaction) => {
      const nothing = { examined: 0, deleted: 0, freedBytes: 0, last: null };
      if (!(await trySweepLock(transaction))) return nothing;
      const candidates = await lockCandidates(transaction, after, olderThan, new Date(now.getTime() - NAMED_FOR_MS), BATCH);
      const last = candidates.at(-1);
      if (last === undefined) return nothing;
      const named = await this.findNamed(candidates);
      const doomed = candidates.filter((candidate) => !named.has(candidate.sha256));
      await noteNamed(transaction, [...named], now);
      await this.remove(transaction, doomed);
      const freedBytes = doomed.reduce((sum, blob) => sum + blob.bytes, 0);
      return { examined: candidates.length, deleted: doomed.length, freedBytes, last: last.sha256 };
    });
  }

  private async findNamed(candidates: readonly Candidate[]): Promise<Set<string>> {
    const bySha = new Map<BlobRef, string>(candidates.map(({ sha256 }) => [toRef(sha256), sha256]));
    const named = new Set<string>();
    for (const namer of this.namers.values())
      for (const ref of await namer.namesAny([...bySha.keys()])) {
        const sha256 = bySha.get(ref);
        if (sha256 !== undefined) named.add(sha256);
      }
    return named;
  }

  private async remove(transaction: Transaction, blobs: readonly Candidate[]): Promise<void> {
    for (const { place, key } of blobs) if (place !== 'row') await (await this.places.of(place)).remove(key);
    await deleteRows(
      transaction,
      blobs.map((blob) => blob.sha256),
    );
  }

  /** Files that a kill between writing and commit left without a row. */
  private async removeOrphans(olderThan: Date, now: Date): Promise<void> {
    for await (const found of this.places.disk.listOlder(olderThan))
      await this.database.run(async (transaction) => {
        if (!(await trySweepLock(transaction))) return;
        const orphans = await claimOrphans(transaction, found, now);
        for (const sha256 of orphans) await this.places.disk.remove(sha256);
        await deleteRows(transaction, orphans);
      });
  }
}
