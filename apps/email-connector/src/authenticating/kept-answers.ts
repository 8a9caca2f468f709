const KEEP_MS = 60_000;
const MAX_KEPT = 10_000;

interface Kept<T> {
  answer: T | Promise<T>;
  readonly until: number;
  known: boolean;
}

/** Answers that hold for a minute: asked once for all mails of a busy sender, and once they are known there is nothing to wait for. */
export class KeptAnswers<T> {
  private readonly kept = new Map<string, Kept<T>>();

  /** `isLasting`: what could not be told now may be told to the next mail. */
  constructor(
    private readonly isLasting: (answer: T) => boolean,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Undefined where it has to be asked, or the answer is on its way. */
  known(key: string): T | undefined {
    const kept = this.find(key);
    return kept?.known === true ? (kept.answer as T) : undefined;
  }

  /** `ask` must not reject. */
  get(key: string, ask: () => Promise<T>): T | Promise<T> {
    const kept = this.find(key);
    if (kept !== undefined) return kept.answer;
    const asked: Kept<T> = { answer: ask(), until: this.nowMs() + KEEP_MS, known: false };
    // Last come, last to go.
    this.kept.delete(key);
    this.kept.set(key, asked);
    if (this.kept.size > MAX_KEPT) this.kept.delete(this.kept.keys().next().value!);
    void this.settle(key, asked);
    return asked.answer;
  }

  private find(key: string): Kept<T> | undefined {
    const kept = this.kept.get(key);
    return kept !== undefined && this.nowMs() < kept.until ? kept : undefined;
  }

  private async settle(key: string, asked: Kept<T>): Promise<void> {
    asked.answer = await asked.answer;
    asked.known = true;
    if (!this.isLasting(asked.answer) && this.kept.get(key) === asked) this.kept.delete(key);
  }
}
