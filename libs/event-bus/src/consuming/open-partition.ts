import { PartlyFailed, type ConsumedRecord } from '../port.js';
import type { Attempts } from './attempt.js';
import type { PartitionConsumer } from './consuming.js';
import type { Outcomes } from './outcomes.js';

/**
 * The records of one assigned partition: parked keys park on, the rest goes to the handler whole, and after a failure one by one.
 *
 * Only the owner of a partition parks a key anew, so the keys parked at the assignment plus those parked here since are all there can be:
 * while none is known, nothing is asked. Once one is known the table is asked at each batch, since any process may free a key. (A process
 * that parks after it lost the partition parks what the next owner reads again, for the offset did not move.)
 */
export class OpenPartition implements PartitionConsumer {
  private parked: Set<string> | undefined;

  constructor(
    private readonly partition: number,
    private readonly signal: AbortSignal,
    private readonly attempts: Attempts,
    private readonly whole: Pick<Attempts, 'call'>,
    private readonly outcomes: Outcomes,
    private readonly checkHalted: () => void,
  ) {}

  async handle(records: readonly ConsumedRecord[]): Promise<void> {
    this.checkHalted();
    const parked = await this.findParked(records);
    const blocked = records.filter((record) => parked.has(record.key));
    if (blocked.length > 0) await this.persist(() => this.outcomes.parkBehind(blocked));
    const open = blocked.length === 0 ? records : records.filter((record) => !parked.has(record.key));
    if (open.length === 0) return;
    const failure = await this.whole.call(open, this.signal);
    if (failure === undefined) return;
    this.outcomes.haltOn(failure.error);
    if (failure.error instanceof PartlyFailed) await this.setAsideFaults(open, failure.error.faults, parked);
    else if (open.length === 1) await this.setAside(open[0]!, failure.error, parked);
    else await this.handleEach(open, parked);
  }

  /** The handler has said which records failed; what is behind one of them is untouched. */
  private async setAsideFaults(records: readonly ConsumedRecord[], faults: PartlyFailed['faults'], parked: Set<string>): Promise<void> {
    for (const error of faults.values()) this.outcomes.haltOn(error);
    const failed = new Set<string>();
    const untouched: ConsumedRecord[] = [];
    const first = records.filter((record) => {
      if (failed.has(record.key)) untouched.push(record);
      else if (faults.has(record)) failed.add(record.key);
      return faults.has(record) && !untouched.includes(record);
    });
    const holding = await this.persist(() => this.outcomes.setAsideAll(first.map((record) => ({ record, error: faults.get(record) }))));
    for (const key of holding) {
      parked.add(key);
      this.parked?.add(key);
    }
    await this.handleEach(untouched, parked);
  }

  private async handleEach(records: readonly ConsumedRecord[], parked: Set<string>): Promise<void> {
    for (const record of records) {
      this.checkHalted();
      if (parked.has(record.key)) {
        await this.persist(() => this.outcomes.parkBehind([record]));
        continue;
      }
      const failure = await this.attempts.call([record], this.signal);
      if (failure === undefined) continue;
      this.outcomes.haltOn(failure.error);
      await this.setAside(record, failure.error, parked);
    }
  }

  private async setAside(record: ConsumedRecord, error: unknown, parked: Set<string>): Promise<void> {
    const holdsKey = await this.persist(() => this.outcomes.setAside(record, error));
    if (!holdsKey) return;
    parked.add(record.key);
    this.parked?.add(record.key);
  }

  private async findParked(records: readonly ConsumedRecord[]): Promise<Set<string>> {
    this.parked ??= new Set(await this.persist(() => this.outcomes.listParkedKeys(this.partition)));
    if (this.parked.size === 0) return new Set();
    const known = this.parked;
    const candidates = [...new Set(records.map((record) => record.key))].filter((key) => known.has(key));
    if (candidates.length === 0) return new Set();
    const found = new Set(await this.persist(() => this.outcomes.findParkedKeys(candidates)));
    for (const key of candidates) if (!found.has(key)) known.delete(key);
    return found;
  }

  private persist<T>(work: () => Promise<T>): Promise<T> {
    return this.attempts.persist(work, this.signal);
  }
}
