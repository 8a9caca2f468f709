import type { ConnectorContext, Untaken } from '#connector-sdk';
import { eventIdOf, type InboxGap } from '#contracts';
import { errorClassOf } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { toGapKey, toMessageKey } from '../../personal.ids.js';

/** State: until when all that came is durable. */
const COVERED = 'covered';
const WRITE_EVERY_MS = 5_000;
const RETRY_MS = [200, 1_000, 5_000];

interface Covered {
  readonly until: string;
}

/**
 * Knows until when nothing can have been missed, over links, logins, processes and machines, and tells of each interval in which something
 * can. The interval begins at the last sign of life, not at the moment when somebody noticed.
 */
export class GapKeeper {
  private covering = false;
  private until: number | null = null;
  private writtenAt = 0;
  private readonly untold = new Set<InboxGap>();
  private telling: Promise<void> = Promise.resolve();

  /** `oldestAt`: arrival of the oldest message that is not durable yet. */
  constructor(
    private readonly context: ConnectorContext,
    private readonly oldestAt: () => Date | null,
    private readonly signal: AbortSignal,
  ) {}

  /** From now on every event reaches us. Resolves with the gap that has just ended, if there was one. */
  async begin(why: Untaken): Promise<InboxGap | null> {
    if (this.covering) return null;
    const from = this.until ?? (await this.read());
    const now = this.context.clock.now().getTime();
    this.covering = true;
    this.until = now;
    if (from === null) {
      await this.write(now).catch(() => undefined);
      return null;
    }
    const gap = toInboxGap(this.context, new Date(Math.min(from, now)), new Date(now), why);
    this.untold.add(gap);
    this.telling = this.telling.then(() => this.tell(gap));
    return gap;
  }

  /** A sign of life. Written down now and then, and never beyond what is not durable yet. */
  alive(): void {
    if (!this.covering) return;
    this.until = this.context.clock.now().getTime();
    if (performance.now() - this.writtenAt >= WRITE_EVERY_MS) void this.write(this.until).catch(() => undefined);
  }

  /** Events no longer reach us; since the last sign of life they may not have. */
  interrupt(): void {
    this.covering = false;
  }

  /** Writes down how far it came, when this process stops in good order: to the last sign of life, for nobody knows of more. */
  async close(): Promise<void> {
    this.covering = false;
    await this.telling;
    if (this.until !== null) await this.write(this.until).catch(() => undefined);
  }

  private async read(): Promise<number | null> {
    const known = await this.context.state.get<Covered>(COVERED);
    return known === null ? null : Date.parse(known.until);
  }

  private async write(until: number): Promise<void> {
    // What is not told must be found again after a crash: nothing is written over its beginning.
    if (this.untold.size > 0) return;
    this.writtenAt = performance.now();
    const covered: Covered = { until: new Date(Math.min(until, this.oldestAt()?.getTime() ?? until)).toISOString() };
    await this.context.state.set(COVERED, covered);
  }

  private async tell(gap: InboxGap): Promise<void> {
    for (let failures = 0; !this.signal.aborted; failures += 1) {
      try {
        await this.context.emit('inbox.gap.v1', gap);
        this.untold.delete(gap);
        return await this.write(this.until ?? Date.parse(gap.until!));
      } catch (error) {
        if (errorClassOf(error) === 'permanent') return this.context.fail(error);
        await sleep(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)], undefined, { signal: this.signal }).catch(() => undefined);
      }
    }
  }
}

function toInboxGap({ inbox }: ConnectorContext, from: Date, until: Date, { reason, cause }: Untaken): InboxGap {
  const idempotencyKey = toMessageKey(inbox, `gap:${from.toISOString()}/${until.toISOString()}`);
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    inbox,
    conversationKey: toGapKey(inbox.id),
    receivedAt: until.toISOString(),
    remoteIds: [],
    from: from.toISOString(),
    until: until.toISOString(),
    // Readers show the reason; the interval is what a person looks for on the phone.
    reason: `between ${from.toISOString()} and ${until.toISOString()} ${reason}`,
    cause,
  };
}
