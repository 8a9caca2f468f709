/** Mails that a sender remembers; of those beyond it the oldest begin anew. */
const MOST = 10_000;

/** How often each mail failed at the server itself. Tries that ended in a line or at a closed gate do not count: its waits would grow by them. */
export class FailureCounts {
  private readonly counts = new Map<string, number>();

  /** Counts one more. Returns how many there are. */
  count(commandId: string): number {
    const failures = (this.counts.get(commandId) ?? 0) + 1;
    this.counts.delete(commandId);
    this.counts.set(commandId, failures);
    if (this.counts.size > MOST) this.counts.delete(this.counts.keys().next().value!);
    return failures;
  }

  forget(commandId: string): void {
    this.counts.delete(commandId);
  }
}
