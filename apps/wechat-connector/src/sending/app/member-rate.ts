import type { StateStore } from '#connector-sdk';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What went to a member in the last hour: each time of the last minute, else counts by minute. */
interface Sent {
  readonly recent: readonly number[];
  readonly minutes: Readonly<Record<string, number>>;
}

/**
 * Counts messages to each member, for WeCom drops what is over its limits and says nothing. Replies of one member come one after the other: one writer a key.
 */
export class MemberRate {
  constructor(
    private readonly state: StateStore,
    private readonly limits: { readonly perMinute: number; readonly perHour: number },
  ) {}

  /** Counts `messages` and gives 0, or counts nothing and gives the ms until they may go. More than a minute's worth goes when the minute is empty. */
  async take(member: string, messages: number, now: Date): Promise<number> {
    const at = now.getTime();
    const sent = await this.read(member, at);
    const waitMs = Math.max(this.waitOfMinute(sent, messages, at), this.waitOfHour(sent, messages, at));
    if (waitMs > 0) return waitMs;
    const minute = String(Math.floor(at / MINUTE_MS));
    const minutes = { ...sent.minutes, [minute]: (sent.minutes[minute] ?? 0) + messages };
    await this.state.set(key(member), { recent: [...sent.recent, ...Array<number>(messages).fill(at)], minutes } satisfies Sent);
    return 0;
  }

  private waitOfMinute({ recent }: Sent, messages: number, at: number): number {
    const over = recent.length + messages - this.limits.perMinute;
    if (over <= 0 || recent.length === 0) return 0;
    const oldest = recent[Math.min(over, recent.length) - 1]!;
    return Math.max(1, oldest + MINUTE_MS - at);
  }

  private waitOfHour({ minutes }: Sent, messages: number, at: number): number {
    const total = Object.values(minutes).reduce((sum, count) => sum + count, 0);
    let over = total + messages - this.limits.perHour;
    if (over <= 0 || total === 0) return 0;
    for (const minute of Object.keys(minutes).sort((a, b) => Number(a) - Number(b))) {
      over -= minutes[minute]!;
      // A minute counts until its last moment is an hour ago.
      if (over <= 0) return Math.max(1, (Number(minute) + 1) * MINUTE_MS + HOUR_MS - at);
    }
    return HOUR_MS;
  }

  private async read(member: string, at: number): Promise<Sent> {
    const { recent, minutes } = (await this.state.get<Sent>(key(member))) ?? { recent: [], minutes: {} };
    const counts = Object.entries(minutes).filter(([minute]) => (Number(minute) + 1) * MINUTE_MS > at - HOUR_MS);
    return { recent: recent.filter((time) => time > at - MINUTE_MS), minutes: Object.fromEntries(counts) };
  }
}

function key(member: string): string {
  return `rate:${member}`;
}
