/** Silence, not an answer. A server that says SERVFAIL or REFUSED lives. */
const SILENCE = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED', 'EDESTRUCTION']);
const SILENT_QUESTIONS = 3;
const AWAY_MS = 15_000;

/**
 * Knows whether the resolver is there at all, so that without one no mail waits. Names that nobody answers for prove nothing: a stranger may
 * send from as many of them as he likes. So after some silence the resolver itself is asked for what every one knows.
 */
export class ResolverWatch {
  private silent = 0;
  private probing = false;
  private askAgainAt: number | null = null;

  /** `probe`: resolves when the resolver answers for the root. `nowMs`: a clock that only goes forward. */
  constructor(
    private readonly probe: () => Promise<unknown>,
    private readonly onChange: (away: boolean) => void = () => {},
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  mayAsk(): boolean {
    if (this.askAgainAt === null) return true;
    if (this.nowMs() >= this.askAgainAt) this.look();
    return false;
  }

  answered(): void {
    this.silent = 0;
  }

  failed(code: string | undefined): void {
    if (code === undefined || !SILENCE.has(code)) return this.answered();
    this.silent += 1;
    if (this.silent >= SILENT_QUESTIONS && this.askAgainAt === null) this.look();
  }

  private look(): void {
    if (this.probing) return;
    this.probing = true;
    this.probe().then(
      () => this.settle(false),
      (error: NodeJS.ErrnoException) => this.settle(SILENCE.has(error.code ?? '')),
    );
  }

  private settle(away: boolean): void {
    this.probing = false;
    this.silent = 0;
    const wasAway = this.askAgainAt !== null;
    this.askAgainAt = away ? this.nowMs() + AWAY_MS : null;
    if (away !== wasAway) this.onChange(away);
  }
}
