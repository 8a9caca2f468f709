import type { DeliveryError } from '#contracts';
import { RetriableError } from '#runtime';

/** Why nothing is sent now. */
export interface AccountTrouble {
  readonly error: DeliveryError;
  readonly since: Date;
  readonly nextProbeAt: Date;
}

export interface AccountGateParts {
  /** Logs in and out again. Resolves to why the account cannot be used, null when it can; rejects when the server was not to be asked. */
  readonly probe: () => Promise<DeliveryError | null>;
  /** Told of each change, null when all is well again. */
  readonly tell: (trouble: AccountTrouble | null) => void;
  /** Waits between probes of a refused account; the last one repeats. */
  readonly probeWaitsMs?: readonly number[];
  readonly now?: () => Date;
}

/** Servers lock an account, or the address of this machine, after a handful of failed logins within minutes. */
const PROBE_WAITS_MS = [60_000, 300_000, 900_000, 1_800_000, 3_600_000];

/**
 * Stands before one account at an outgoing server. The first who comes waits for one login, all others with him; after a refusal nobody passes
 * and nobody logs in but the gate itself, later each time. What waits is tried again by the house, and finds the gate open or not.
 */
export class AccountGate {
  private current: AccountTrouble | null = null;
  private proven = false;
  private proving: Promise<DeliveryError | null> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private probes = 0;
  private closed = false;

  constructor(private readonly parts: AccountGateParts) {}

  /** Null when all is well, or nobody has tried. */
  get trouble(): AccountTrouble | null {
    return this.current;
  }

  /** Resolves when the account may be used. Throws `RetriableError` (`account_refused`, `account_resting`) while it may not. */
  async pass(): Promise<void> {
    this.check();
    if (this.proven) return;
    this.proving ??= this.parts.probe().finally(() => (this.proving = null));
    const refusal = await this.proving;
    if (refusal !== null) throw this.refuse(refusal);
    this.proven = true;
  }

  /** Throws as `pass` does when the account was refused meanwhile. */
  check(): void {
    if (this.trouble !== null) throw toWaiting(this.trouble, this.now());
  }

  /** The server refused the account to one who had passed. Returns what to throw: it was surely not sent. */
  refuse(error: DeliveryError): RetriableError {
    this.proven = false;
    if (this.trouble === null) this.close(error, this.now());
    return toWaiting(this.trouble!, this.now());
  }

  stop(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private close(error: DeliveryError, since: Date): void {
    const waits = this.parts.probeWaitsMs ?? PROBE_WAITS_MS;
    const waitMs = waits[Math.min(this.probes, waits.length - 1)]!;
    this.current = { error, since, nextProbeAt: new Date(this.now().getTime() + waitMs) };
    this.parts.tell(this.current);
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => void this.probeAgain(), waitMs);
  }

  private async probeAgain(): Promise<void> {
    const { error, since } = this.trouble!;
    // A server that is not to be reached has said nothing about the account.
    const refusal = await this.parts.probe().then(
      (found) => found ?? 'none',
      () => null,
    );
    if (this.closed) return;
    if (refusal !== 'none') {
      if (refusal !== null) this.probes += 1;
      return this.close(refusal ?? error, since);
    }
    this.current = null;
    this.probes = 0;
    this.proven = true;
    this.parts.tell(null);
  }

  private now(): Date {
    return this.parts.now?.() ?? new Date();
  }
}

/** Just after the gate has looked: a try before it would only cost. Who waits for a password waits at the house's own pace. */
const BEHIND_PROBE_MS = 2_000;

function toWaiting({ error, nextProbeAt }: AccountTrouble, now: Date): RetriableError {
  const refused = error.category === 'auth';
  return new RetriableError(`the outgoing mail server ${refused ? 'refuses our login' : 'lets us wait'}: ${error.message}`, {
    code: refused ? 'account_refused' : 'account_resting',
    hint: refused ? `${error.hint}; what waits then goes out by itself` : error.hint,
    fields: { category: error.category },
    ...(refused ? {} : { retryAfterMs: Math.max(0, nextProbeAt.getTime() - now.getTime()) + BEHIND_PROBE_MS }),
  });
}
