/** Parts of a browser, so that a spec can drive them. */
export interface GatheredParts {
  readonly now: () => number;
  readonly wait: (run: () => void, ms: number) => unknown;
}

const BROWSER: GatheredParts = { now: () => performance.now(), wait: (run, ms) => setTimeout(run, ms) };

/** Runs at once when it is called for. Calls that come while it runs, or in the rest after it, become one more run: so what is slow is run less often. */
export class Gathered {
  private isAtIt = false;
  private isWanted = false;

  constructor(
    private readonly run: () => Promise<unknown>,
    /** Milliseconds between a run that took so long and the next one. */
    private readonly rest: (tookMs: number) => number,
    private readonly parts: GatheredParts = BROWSER,
  ) {}

  call(): void {
    this.isWanted = true;
    if (!this.isAtIt) void this.go();
  }

  private async go(): Promise<void> {
    this.isAtIt = true;
    this.isWanted = false;
    const began = this.parts.now();
    // Whoever asked shows what failed.
    await this.run().catch(() => undefined);
    this.parts.wait(
      () => {
        this.isAtIt = false;
        if (this.isWanted) void this.go();
      },
      this.rest(this.parts.now() - began),
    );
  }
}
