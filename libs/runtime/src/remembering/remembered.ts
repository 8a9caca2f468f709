import type { Clock } from '../clock/clock.js';

export interface RememberedOptions<T> {
  readonly read: () => Promise<T>;
  readonly clock: Clock;
  /** As old as an answer may be before it is read anew, behind who asks. */
  readonly freshMs: number;
  /** What is older than this is not served: who asks waits for the reading. */
  readonly oldestMs: number;
  /** A reading failed while something is known: that is served, and the next question reads again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Something that is read rarely and asked often. Nobody waits for a reading as long as what is known is younger than `oldestMs`; there is one reading
 * at a time, whoever asks. An answer is `oldestMs` old at most, plus what readings take, unless they fail.
 */
export class Remembered<T> {
  private known: { readonly value: T; readonly at: number } | null = null;
  private reading: Promise<T> | null = null;

  constructor(private readonly options: RememberedOptions<T>) {}

  /** Rejects only where nothing is known yet. */
  async get(): Promise<T> {
    if (this.known === null) return this.readOnce();
    const age = Math.abs(this.now() - this.known.at);
    if (age < this.options.freshMs) return this.known.value;
    const { value } = this.known;
    const reading = this.readOnce().catch(() => value);
    return age < this.options.oldestMs ? value : reading;
  }

  /** Reads anew and waits for it: what was written before the call is in all later answers. Rejects when it cannot be read. */
  async refresh(): Promise<T> {
    const before = this.reading;
    if (before !== null) await before.catch(() => undefined);
    return this.readOnce();
  }

  private readOnce(): Promise<T> {
    this.reading ??= this.read().finally(() => (this.reading = null));
    return this.reading;
  }

  private async read(): Promise<T> {
    const at = this.now();
    try {
      const value = await this.options.read();
      this.known = { value, at };
      return value;
    } catch (error) {
      if (this.known !== null) this.options.onError(error);
      throw error;
    }
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}
