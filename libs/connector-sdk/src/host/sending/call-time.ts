import { RetriableError } from '#runtime';

export const LATE = 'late' as const;

/** The time of one call of `send`: so long until it is marked, and as long again from there. Once it is over nothing of it may be marked. */
export class CallTime {
  /** Resolves when the call has taken too long. */
  readonly late: Promise<typeof LATE>;
  private passed = false;
  private done = false;
  private marking: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private pass: () => void = () => undefined;

  constructor(private readonly limitMs: number) {
    this.late = new Promise((resolve) => {
      this.pass = () => {
        this.passed = true;
        resolve(LATE);
      };
    });
    this.begin();
  }

  /** Is the mark durable? */
  get marked(): boolean {
    return this.done;
  }

  /** Marks once. Rejects when the time is over, and then nothing may be sent, whatever has become of the mark. */
  async mark(write: () => Promise<void>): Promise<void> {
    this.check();
    if (!this.done) await (this.marking ??= this.write(write));
    this.check();
  }

  /** Resolves, once no mark is under way, to whether what came too late may have been sent: it was marked in time. */
  async mayHaveLeft(): Promise<boolean> {
    const before = this.done;
    await this.marking?.catch(() => undefined);
    return before;
  }

  end(): void {
    clearTimeout(this.timer);
  }

  async race<T>(ending: Promise<T>): Promise<T | typeof LATE> {
    try {
      return await Promise.race([ending, this.late]);
    } finally {
      this.end();
    }
  }

  private async write(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.done = true;
      if (!this.passed) this.begin();
    } finally {
      this.marking = null;
    }
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pass(), this.limitMs);
  }

  private check(): void {
    if (this.passed) throw new RetriableError('it took too long: this call may no longer send it', { code: 'send_too_late' });
  }
}
