import { RetriableError } from '#runtime';

const WAIT_MS = 5_000;
const RETRY_MS = 5_000;

/** As many mails at once as the outgoing server may have connections of ours: others wait here, not with a login each in the pool's line. */
export class ConnectionPlaces {
  private taken = 0;
  private readonly line: ((got: boolean) => void)[] = [];

  constructor(private readonly places: number) {}

  /** Resolves to what gives the place back. Throws `RetriableError` (`outgoing_busy`) when none is free for a while. */
  async take(): Promise<() => void> {
    if (this.taken < this.places) this.taken += 1;
    else if (!(await this.standInLine()))
      throw new RetriableError('the outgoing mail server is busy with other answers', {
        code: 'outgoing_busy',
        hint: 'nothing to do: it goes out when those before it are through',
        retryAfterMs: RETRY_MS,
        fields: { category: 'rate_limited' },
      });
    let given = false;
    return () => {
      if (given) return;
      given = true;
      // Handed on, it stays taken.
      const next = this.line.shift();
      if (next === undefined) this.taken -= 1;
      else next(true);
    };
  }

  private standInLine(): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (got: boolean) => {
        clearTimeout(timer);
        const at = this.line.indexOf(leave);
        if (at >= 0) this.line.splice(at, 1);
        resolve(got);
      };
      const timer = setTimeout(() => leave(false), WAIT_MS);
      this.line.push(leave);
    });
  }
}
