/** Looks for work again and again while the process runs: one look at a time, and what fails is looked at again at the next. */
export class RepeatedLook {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private ended = false;

  constructor(
    private readonly everyMs: number,
    private readonly look: () => Promise<void>,
    /** Is told how each look went. */
    private readonly state: { worked(): void; failed(error: unknown): void },
  ) {}

  /** A look that goes on for long asks it between its steps. */
  get stopped(): boolean {
    return this.ended;
  }

  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .then(
          () => this.state.worked(),
          (error: unknown) => this.state.failed(error),
        )
        .finally(() => (this.looking = null));
    }, this.everyMs).unref();
  }

  /** Resolves when the last look is over. */
  async stop(): Promise<void> {
    this.ended = true;
    clearInterval(this.timer);
    await this.looking;
  }
}
