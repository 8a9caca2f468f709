import type { DeliveryError } from '#contracts';
import { RetriableError } from '#runtime';

export interface DomainLimit {
  /** Mails under way to one domain, 0 = no limit. */
  readonly concurrent: number;
  /** Mails to one domain within any minute, 0 = no limit. */
  readonly perMinute: number;
}

interface DomainState {
  /** When each mail that is under way began. */
  readonly running: Set<{ readonly since: number }>;
  /** Beginnings within the last minute, oldest first. */
  begun: number[];
  /** Who waits in line for a moment. */
  readonly line: (() => void)[];
  /** When the one who was sent away last comes again. */
  lastReturn: number;
  /** How long a mail takes, of late. */
  took: number;
  rest: { until: number; readonly level: number; readonly why: string } | null;
}

const MINUTE_MS = 60_000;
/** Those sent away come back one after the other, as places are expected to be free: thousands at once would keep the house busy. */
const LEAST_SPACING_MS = 50;
const MOST_SPACING_MS = 2_000;
/** Farther off than this who comes when is a guess, and nobody waits for long by a guess: so dense they may come there. */
const GUESSED_MS = MINUTE_MS;
const GUESSED_SPACING_MS = 100;
const LONGEST_WAIT_MS = 30 * MINUTE_MS;
/** A place is often free in a moment: parking a reply costs more than such a wait. */
const LINE_WAIT_MS = 1_000;
/** A domain with a mail under way for so long is slow, and nobody stands in line for it. */
const SLOW_MS = 5_000;
const REST_WAITS_MS = [30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000];

/**
 * How fast mail goes to each recipient's domain by one outgoing server. Whoever finds no place is sent away with the time of his next
 * try and takes no place of those who write to others. A domain that said that it has had too much of us rests, longer each time; after a
 * rest one mail goes first, and the others follow when it was taken.
 */
export class DomainLimits {
  private readonly domains = new Map<string, DomainState>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Resolves to what is to be called when the mail is over. Throws `RetriableError` (`domain_resting`, `domain_busy`, `domain_rate`). */
  async enter(domains: readonly string[], limit: DomainLimit): Promise<() => void> {
    const wanted = [...new Set(domains)].sort();
    for (let waited = false; ; waited = true) {
      const full = this.findFull(wanted, limit, waited);
      if (full === null) return this.begin(wanted);
      await this.standInLine(full);
    }
  }

  /** The server let us wait for the sake of these. Returns for how long. */
  rest(domains: readonly string[], error: Pick<DeliveryError, 'message'>, askedMs: number | null): number {
    let longest = 0;
    for (const domain of new Set(domains)) {
      const state = this.of(domain);
      const left = (state.rest?.until ?? 0) - this.now();
      // Several were under way when it said so: that is once.
      if (left <= 0) {
        const level = Math.min((state.rest?.level ?? -1) + 1, REST_WAITS_MS.length - 1);
        state.rest = { until: this.now() + Math.max(REST_WAITS_MS[level]!, askedMs ?? 0), level, why: error.message };
      }
      longest = Math.max(longest, state.rest!.until - this.now());
    }
    return longest;
  }

  /** They took a mail: all is well. */
  served(domains: readonly string[]): void {
    for (const domain of domains) {
      const state = this.domains.get(domain);
      if (state?.rest != null && state.rest.until <= this.now()) state.rest = null;
    }
  }

  /** The domain that one may stand in line for; null when there is a place in all. Throws for what takes longer. */
  private findFull(wanted: readonly string[], { concurrent, perMinute }: DomainLimit, waited: boolean): DomainState | null {
    const now = this.now();
    for (const domain of wanted) {
      const state = this.of(domain);
      const { rest, running } = state;
      const oldest = Math.max(0, ...[...running].map(({ since }) => now - since));
      const places = rest !== null ? 1 : concurrent;
      const spacing = Math.min(Math.max(LEAST_SPACING_MS, Math.max(state.took, oldest) / Math.max(places, 1)), MOST_SPACING_MS);
      if (rest !== null && rest.until > now) throw this.sendAway(domain, state, 'resting', rest.until - now, spacing, rest.why);
      state.begun = state.begun.filter((at) => at > now - MINUTE_MS);
      if (perMinute > 0 && state.begun.length >= perMinute)
        throw this.sendAway(domain, state, 'rate', state.begun[0]! + MINUTE_MS - now, MINUTE_MS / perMinute);
      if (places === 0 || running.size < places) continue;
      if (waited || oldest > SLOW_MS || state.line.length >= 2 * places) throw this.sendAway(domain, state, 'busy', LINE_WAIT_MS, spacing);
      return state;
    }
    return null;
  }

  private sendAway(
    domain: string,
    state: DomainState,
    what: keyof typeof WORDS,
    firstMs: number,
    spacingMs: number,
    why?: string,
  ): RetriableError {
    const now = this.now();
    const far = what !== 'rate' && state.lastReturn > now + firstMs + GUESSED_MS;
    const next = state.lastReturn + (far ? Math.min(spacingMs, GUESSED_SPACING_MS) : spacingMs);
    state.lastReturn = Math.min(Math.max(now + firstMs, next), now + Math.max(LONGEST_WAIT_MS, firstMs));
    return createWaiting(domain, what, state.lastReturn - now, why);
  }

  private begin(wanted: readonly string[]): () => void {
    const mail = { since: this.now() };
    for (const domain of wanted) {
      const state = this.of(domain);
      state.running.add(mail);
      state.begun.push(mail.since);
    }
    return () => {
      for (const domain of wanted) {
        const state = this.domains.get(domain);
        if (state === undefined) continue;
        state.running.delete(mail);
        const took = this.now() - mail.since;
        state.took = state.took === 0 ? took : 0.8 * state.took + 0.2 * took;
        const next = state.line.shift();
        // Nobody is behind anybody any more.
        if (next === undefined && state.running.size === 0) state.lastReturn = 0;
        next?.();
      }
      this.forgetIdle();
    };
  }

  private async standInLine(state: DomainState): Promise<void> {
    await new Promise<void>((resolve) => {
      const leave = () => {
        clearTimeout(timer);
        const at = state.line.indexOf(leave);
        if (at >= 0) state.line.splice(at, 1);
        resolve();
      };
      const timer = setTimeout(leave, LINE_WAIT_MS);
      state.line.push(leave);
    });
  }

  private of(domain: string): DomainState {
    let state = this.domains.get(domain);
    if (state === undefined)
      this.domains.set(domain, (state = { running: new Set(), begun: [], line: [], lastReturn: 0, took: 0, rest: null }));
    return state;
  }

  private forgetIdle(): void {
    if (this.domains.size < 1_000) return;
    const now = this.now();
    for (const [domain, { running, line, begun, rest }] of this.domains) {
      const recent = (begun.at(-1) ?? 0) > now - MINUTE_MS || (rest?.until ?? 0) > now - 2 * LONGEST_WAIT_MS;
      if (running.size === 0 && line.length === 0 && !recent) this.domains.delete(domain);
    }
  }
}

const WORDS = {
  resting: ['has had too much mail from us for now', 'nothing to do: it is tried again by itself, later each time'],
  busy: ['takes as many mails at once as it may', 'nothing to do: it goes out when those before it are through'],
  rate: ['has got as many mails within a minute as it may', 'nothing to do: it goes out within minutes'],
} as const;

function createWaiting(domain: string, what: keyof typeof WORDS, retryAfterMs: number, why?: string): RetriableError {
  const [words, hint] = WORDS[what];
  return new RetriableError(`${domain} ${words}${why === undefined ? '' : `: ${why}`}`, {
    code: `domain_${what}`,
    hint,
    retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)),
    fields: { category: 'rate_limited' },
  });
}
