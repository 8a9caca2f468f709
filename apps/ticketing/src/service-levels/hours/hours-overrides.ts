import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { pickText } from '../../desk/schema/texts.js';
import { showMoment } from '../../desk/show-moment.js';
import { Notices } from '../../notices/notices.js';
import type { Actor } from '../../tickets/actor.js';
import { isUuid } from '../../tickets/ticket.repository.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { DAY_MS } from '../calendars/local-day.js';
import { ChannelHours } from './channel-hours.js';
import { HoursOverrideRepository, type HoursOverrideRow } from './hours-override.repository.js';

const LONGEST_MS = 7 * DAY_MS;
const MOST_LISTED = 200;

export interface OverrideWish {
  readonly opens: boolean;
  /** Now where absent. */
  readonly from?: Date | undefined;
  readonly to: Date;
  readonly reason: string;
}

/** A supervisor opens a channel longer, or closes it, for some hours: stored, told to the agents, and followed by clocks. */
@Injectable()
export class HoursOverrides {
  constructor(
    private readonly work: TicketWork,
    private readonly rows: HoursOverrideRepository,
    private readonly hours: ChannelHours,
    private readonly profiles: DeskProfiles,
    private readonly notices: Notices,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(channel: string): Promise<HoursOverrideRow[]> {
    this.nameOf(channel);
    return this.rows.list(this.database.sql, channel, MOST_LISTED);
  }

  /** Throws `PermanentError`: `channel_unknown`, `hours_override_invalid`. */
  async make(channel: string, { opens, from, to, reason }: OverrideWish, actor: Actor): Promise<HoursOverrideRow> {
    const name = this.nameOf(channel);
    const id = await this.work.run(async (unit) => {
      const start = from ?? unit.now;
      refuseOdd(start, to, unit.now);
      const id = randomUUID();
      await this.rows.insert(unit.transaction, { id, channel, opens, from: start, to, reason, actor, madeAt: unit.now });
      await this.tell(unit, channel, {
        kind: 'hours_changed',
        key: `hours:${id}`,
        text: this.describe(name, { opens, from: start, to, reason }),
      });
      return id;
    });
    this.hours.forget();
    return (await this.rows.find(this.database.sql, id))!;
  }

  /** What passed of it stays as it was for who was answered by it; from now on the ordinary hours hold. Throws `PermanentError` (`hours_override_unknown`). */
  async withdraw(channel: string, id: string, actor: Actor): Promise<void> {
    const name = this.nameOf(channel);
    await this.work.run(async (unit) => {
      const row = isUuid(id) ? await this.rows.withdraw(unit.transaction, id, actor, unit.now) : null;
      if (row === null || row.channel !== channel)
        throw new PermanentError(`channel ${channel} has no change of hours ${id} in force`, { code: 'hours_override_unknown' });
      await this.tell(unit, channel, {
        kind: 'hours_changed',
        key: `hours:${id}:withdrawn`,
        text: `${name}: 恢复正常服务时间。Ordinary hours again.`,
      });
    });
    this.hours.forget();
  }

  private describe(name: string, wish: OverrideWish & { readonly from: Date }): string {
    return describeOverride(name, wish, this.settings.deskSettings.timeZone);
  }

  private async tell(unit: WorkUnit, channel: string, notice: { kind: string; key: string; text: string }): Promise<void> {
    await this.hours.tellOverride(unit.transaction, channel);
    await this.notices.tell(unit, [{ to: { role: 'agent' }, ...notice }]);
  }

  private nameOf(channel: string): string {
    const { channels, languages } = this.profiles.current().desk;
    const section = channels[channel];
    if (section !== undefined) return pickText(section.name, languages[0]);
    throw new PermanentError(`there is no channel ${channel}`, {
      code: 'channel_unknown',
      hint: `the desk's file names channels under profile.channels: ${Object.keys(channels).join(', ') || 'none yet'}`,
    });
  }
}

/** Throws `PermanentError` (`hours_override_invalid`). */
export function refuseOdd(from: Date, to: Date, now: Date): void {
  const length = to.getTime() - from.getTime();
  const problem =
    length <= 0
      ? 'it ends before it begins'
      : length > LONGEST_MS
        ? 'it is longer than seven days'
        : to <= now
          ? 'it is over already'
          : from.getTime() > now.getTime() + LONGEST_MS
            ? 'it begins in more than seven days'
            : null;
  if (problem === null) return;
  throw new PermanentError(`hours cannot be changed so: ${problem}`, {
    code: 'hours_override_invalid',
    hint: 'this is for today and the next days; what is to stay belongs into the desk’s file',
  });
}

/** What agents are told of it, in both languages of the house. */
export function describeOverride(
  name: string,
  { opens, from, to, reason }: OverrideWish & { readonly from: Date },
  timeZone: string,
): string {
  const [start, end] = [from, to].map((at) => showMoment(at, timeZone));
  return opens
    ? `${name}: 临时开放 ${start} 至 ${end}。Open from ${start} to ${end}. ${reason}`
    : `${name}: 临时关闭 ${start} 至 ${end}。Closed from ${start} to ${end}. ${reason}`;
}
