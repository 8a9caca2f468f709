/**
 * Hands what waits to `work` as one group, in order, one group at a time: twenty appends that come while one is under way cost one more.
 * `cut` says how many of the waiting may go together, at least 1. `work` must not reject.
 */
export class GroupQueue<T> {
  private waiting: T[] = [];
  private draining: Promise<void> | undefined;

  constructor(
    private readonly cut: (waiting: readonly T[]) => number,
    private readonly work: (group: T[]) => Promise<void>,
  ) {}

  push(...items: readonly T[]): void {
    this.waiting.push(...items);
    this.draining ??= this.drain();
  }

  /** Takes back what waits and fits. */
  withdraw(fits: (item: T) => boolean = () => true): T[] {
    const withdrawn = this.waiting.filter(fits);
    this.waiting = this.waiting.filter((item) => !fits(item));
    return withdrawn;
  }

  /** Resolves when nothing waits and nothing is under way. */
  async settle(): Promise<void> {
    while (this.draining !== undefined) await this.draining;
  }

  private async drain(): Promise<void> {
    // What is pushed in this very turn belongs to the first group.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const count = Math.max(1, this.cut(this.waiting));
      await this.work(this.waiting.splice(0, count));
    }
    this.draining = undefined;
  }
}
