import { reason, type StateReport } from '#connector-sdk';
import { type Clock, type Logger, RetriableError } from '#runtime';

/** A callback that was not answered with `success`. */
export interface FailedTry {
  /** What the platform's next try of it will have, too. */
  readonly key: string;
  /** Makes it durable after all; the platform may have given up by then. */
  readonly rescue: () => Promise<void>;
  /** What it holds in memory. */
  readonly bytes: number;
}

interface Failing {
  readonly key: string;
  readonly firstAt: number;
  lastAt: number;
  tries: number;
  /** Null: too much waits already, only its name is kept. */
  rescue: (() => Promise<void>) | null;
  readonly bytes: number;
}

export interface WatchParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Tells of messages that the platform has given up; rejects when the log is away. */
  readonly tellGap: (gap: { from: Date; until: Date; remoteIds: readonly string[]; rescued: number }) => Promise<void>;
  readonly alarm: (trouble: StateReport | null) => void;
}

/** The platform's own: three tries in all, of 5 s each. */
const TRIES = 3;
/** After the last try an append may still come through. */
const GRACE_MS = 6_000;
/** A platform that did not come again for so long does not come any more. */
const SILENT_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
const MOST_KEPT = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_IDS = 1_000;
const SHOWN_MS = 15 * 60_000;

/**
 * Counts the tries of each callback that we could not make durable. One that the platform has given up is made durable from memory as soon as the log
 * is back, and the stall is told as a gap with its times and the ids: whoever reads it knows what to look for in the account, should this process end before.
 */
export class TriesWatch {
  private readonly failing = new Map<string, Failing>();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private bytes = 0;
  private gapShownUntil = 0;
  /** Made durable late; they belong to the gap that is told next. */
  private rescued: Failing[] = [];

  constructor(private readonly parts: WatchParts) {}

  failed({ key, rescue, bytes }: FailedTry): void {
    const now = this.now;
    const known = this.failing.get(key);
    if (known !== undefined) {
      known.lastAt = now;
      known.tries += 1;
    } else {
      const fits = this.failing.size < MOST_KEPT && this.bytes + bytes <= MOST_BYTES;
      if (fits) this.bytes += bytes;
      this.failing.set(key, { key, firstAt: now, lastAt: now, tries: 1, rescue: fits ? rescue : null, bytes: fits ? bytes : 0 });
    }
    const waiting = this.failing.size;
    this.parts.alarm({
      state: 'degraded',
      detail: `${waiting} callback${waiting === 1 ? '' : 's'} of the platform could not be stored yet`,
      hint: 'The platform tries three times within 15 s: look at the database and the log of events now.',
      reasons: [reason('callbacks_waiting', { count: waiting })],
    });
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  taken(key: string): void {
    this.forget(key);
    if (this.failing.size === 0 && this.rescued.length === 0 && this.now > this.gapShownUntil) this.parts.alarm(null);
  }

  /** Ends the looking; what was not rescued is told by nobody but the platform's own list. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.looking;
  }

  private look(): Promise<void> {
    this.looking ??= this.concludeAll().finally(() => (this.looking = null));
    return this.looking;
  }

  private async concludeAll(): Promise<void> {
    const givenUp = [...this.failing.values()].filter(({ tries, lastAt }) => this.now - lastAt >= (tries >= TRIES ? GRACE_MS : SILENT_MS));
    try {
      for (const each of givenUp) {
        if (each.rescue !== null) await this.rescue(each, each.rescue);
      }
      const lost = givenUp.filter(({ rescue }) => rescue === null);
      if (this.rescued.length + lost.length > 0 && !this.waitsForMore()) await this.tell([...this.rescued, ...lost]);
    } catch (error) {
      this.parts.log.debug('callbacks that the platform gave up cannot be stored yet', { error });
    }
    if (this.failing.size > 0 || this.rescued.length > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  /** Throws while the log is away. */
  private async rescue(each: Failing, rescue: () => Promise<void>): Promise<void> {
    try {
      await rescue();
      this.forget(each.key);
      this.rescued.push(each);
    } catch (error) {
      if (error instanceof RetriableError) throw error;
      this.parts.log.error('a callback can never be stored', { key: each.key, error });
      each.rescue = null;
    }
  }

  /** One gap for one stall: those of it that the platform still tries are waited for. */
  private waitsForMore(): boolean {
    return [...this.failing.values()].some(({ rescue }) => rescue !== null);
  }

  private async tell(given: readonly Failing[]): Promise<void> {
    const from = new Date(Math.min(...given.map(({ firstAt }) => firstAt)));
    const until = new Date(Math.max(...given.map(({ lastAt }) => lastAt)));
    const remoteIds = given.map(({ key }) => key).slice(0, MOST_IDS);
    const rescued = this.rescued.length;
    await this.parts.tellGap({ from, until, remoteIds, rescued });
    for (const { key } of given) this.forget(key);
    this.rescued = [];
    this.gapShownUntil = this.now + SHOWN_MS;
    const counts = { givenUp: given.length, rescued };
    this.parts.log.error('the platform gave up callbacks', { ...counts, from: from.toISOString(), until: until.toISOString() });
    this.parts.alarm({
      state: 'degraded',
      detail: `the platform gave up ${given.length} callbacks between ${from.toISOString()} and ${until.toISOString()}; ${rescued} of them were stored late`,
      hint: 'Read the gap in its ticket; what was not stored late stands in the message list of the account.',
      reasons: [reason('callbacks_given_up', { count: given.length, from: from.toISOString(), until: until.toISOString(), rescued })],
    });
  }

  private forget(key: string): void {
    this.bytes -= this.failing.get(key)?.bytes ?? 0;
    this.failing.delete(key);
  }

  private get now(): number {
    return this.parts.clock.now().getTime();
  }
}
