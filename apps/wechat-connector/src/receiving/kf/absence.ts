import { type ConnectorContext, reason, type StateReport, untaken } from '#connector-sdk';
import type { InboxGap } from '#contracts';
import { toKfAccountKey, toKfEventIds } from '../../kf.ids.js';

/** How long the platform keeps messages for `sync_msg`. */
export const KF_KEPT_MS = 3 * 86_400_000;
/** Away for longer than this, an operator is told: a third of the time that there is. */
const ALARM_MS = 86_400_000;
const STATE_KEY = 'synced';
/** Looks that find nothing need not each be written down. */
const NOTE_EVERY_MS = 30_000;

/** When all that there was had last been fetched, and what that means now. */
export class Absence {
  private noted = 0;

  constructor(private readonly context: Pick<ConnectorContext, 'state' | 'clock' | 'inbox' | 'log' | 'emit'>) {}

  /** Everything is fetched. */
  async over(): Promise<void> {
    const now = this.context.clock.now().getTime();
    if (now - this.noted < NOTE_EVERY_MS) return;
    await this.context.state.set(STATE_KEY, { at: now });
    this.noted = now;
  }

  /** In words, once it is long enough to be told; null before. */
  async describe(): Promise<Required<Omit<StateReport, 'state'>> | null> {
    const since = await this.since();
    if (since === null) return null;
    const awayMs = this.context.clock.now().getTime() - since.getTime();
    if (awayMs < ALARM_MS) return null;
    const lostAt = new Date(since.getTime() + KF_KEPT_MS);
    const left = lostAt.getTime() - this.context.clock.now().getTime();
    return {
      detail: `nothing was fetched since ${since.toISOString()}, ${hours(awayMs)} h ago; WeCom keeps messages for 72 h`,
      hint:
        left > 0
          ? `Get this inbox working within ${hours(left)} h: from ${lostAt.toISOString()} on messages are lost.`
          : 'Messages were lost: the inbox shows from when to when. Ask customers who wrote then to write again.',
      reasons: [
        reason('kf_away', { since: since.toISOString(), hours: hours(awayMs) }),
        left > 0 ? reason('kf_loses', { hours: hours(left), at: lostAt.toISOString() }) : reason('kf_lost'),
      ],
    };
  }

  /** What the platform has thrown away by now, as a gap: the same absence has the same id, however often it is told. */
  async tellGap(): Promise<void> {
    const { clock, inbox, log } = this.context;
    const since = await this.since();
    const keptSince = new Date(clock.now().getTime() - KF_KEPT_MS);
    if (since === null || since >= keptSince) return;
    const gap: InboxGap = {
      ...toKfEventIds(inbox, `gap:${since.toISOString()}`),
      inbox,
      conversationKey: toKfAccountKey(inbox.id),
      receivedAt: clock.now().toISOString(),
      remoteIds: [],
      from: since.toISOString(),
      until: keptSince.toISOString(),
      ...untaken('kf_not_fetched', 'WeCom keeps messages for 72 h, and they were not fetched in that time'),
    };
    await this.context.emit('inbox.gap.v1', gap);
    log.error('messages were lost while nothing was fetched', { inboxId: inbox.id, from: gap.from, until: gap.until });
  }

  private async since(): Promise<Date | null> {
    const kept = await this.context.state.get<{ at: number }>(STATE_KEY);
    return kept === null ? null : new Date(kept.at);
  }
}

function hours(ms: number): number {
  return Math.max(1, Math.round(ms / 3_600_000));
}
