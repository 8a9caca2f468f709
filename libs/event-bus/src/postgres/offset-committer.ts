import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { GroupRepository, OffsetCommit } from './group.repository.js';

interface Waiting {
  readonly commit: OffsetCommit;
  readonly onFenced: () => void;
}

/** Between two statements: an offset that a crash takes back costs reading again, a statement for each batch costs more every time. */
const PACE_MS = 40;

/**
 * Commits of all partitions of the process, those that wait in one statement; the first after a quiet while goes at once. The newest of a
 * partition replaces an older one.
 */
export class OffsetCommitter {
  private waiting = new Map<string, Waiting>();
  private flushing: Promise<void> | undefined;
  private hurry = new AbortController();

  constructor(private readonly groups: Pick<GroupRepository, 'commit'>) {}

  /** `onFenced` is called when the partition is another's by now, or the statement failed: what was handled will come again. */
  enqueue(commit: OffsetCommit, onFenced: () => void): void {
    this.waiting.set(`${commit.head} ${commit.member}`, { commit, onFenced });
    this.flushing ??= this.flush();
  }

  /** Commits what waits now; resolves when nothing does. */
  async drain(): Promise<void> {
    // Whoever saw a batch end may be heard before its offset is put in line.
    await nextTurn();
    while (this.waiting.size > 0) {
      this.hurry.abort();
      await this.flushing;
    }
    await this.flushing;
  }

  private async flush(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const batch = [...this.waiting.values()];
      this.waiting = new Map();
      const moved = await this.groups.commit(batch.map(({ commit }) => commit)).catch(() => new Set<number>());
      for (const [index, { onFenced }] of batch.entries()) if (!moved.has(index)) onFenced();
      this.hurry = new AbortController();
      await sleep(PACE_MS, undefined, { signal: this.hurry.signal }).catch(() => undefined);
    }
    this.flushing = undefined;
  }
}
