import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Transaction } from '#database';
import { recordChange } from '../audit/audit-trail.js';
import { runningRequest } from './keyed-request.js';
import { RequestRepository } from './request.repository.js';

/**
 * Changes that happen once for a request, whatever dies on the way: that it was done is written in the transaction that does it. A request has
 * one such change. Checks that its own effect would fail (is the entry still there?) belong inside `work`.
 */
@Injectable()
export class Effects {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly requests: RequestRepository,
  ) {}

  /** As a part of the caller's transaction. When the request did it before, `work` does not run: its result (JSON) comes back from then. */
  async once<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    const running = runningRequest();
    if (running === null) return this.recorded(transaction, work);
    const known = await this.requests.findEffect(transaction, running.request);
    if (known !== null) {
      running.repeats = true;
      return known.result as T;
    }
    const result = await this.recorded(transaction, work);
    await this.requests.keepEffect(transaction, running.request, { result });
    return result;
  }

  /** To be called when the transaction of `once` is committed. */
  close(): void {
    const running = runningRequest();
    if (running !== null) running.open = false;
  }

  /** In a transaction of its own. */
  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = await this.database.run((transaction) => this.once(transaction, () => work(transaction)));
    this.close();
    return result;
  }

  private async recorded<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    const result = await work();
    await recordChange(transaction, result);
    return result;
  }
}
