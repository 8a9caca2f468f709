import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, LOGGER, type Logger } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { DAY_MS } from '../calendars/local-day.js';
import { ChannelHours } from '../hours/channel-hours.js';

const TIMER = 'holidays-watch';
const KEY = 'daily';
/** Enough to ask for the notice, and to plan shifts by it. */
const WARN_AHEAD_MS = 92 * DAY_MS;

/** Warns the admins months before a year begins whose holidays nobody entered. */
@Injectable()
export class HolidayWatch implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly timers: Timers,
    private readonly hours: ChannelHours,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    this.timers.handle(TIMER, (unit) => this.look(unit));
    this.profiles.onChange(() => void this.begin().catch(() => undefined));
  }

  onApplicationBootstrap(): Promise<void> {
    return this.begin();
  }

  /** `set year`, each once. */
  findMissing(now: number): { readonly set: string; readonly year: number }[] {
    const found = this.hours
      .current()
      .all()
      .flatMap((calendar) => calendar.missingHolidays(now, now + WARN_AHEAD_MS));
    return [...new Map(found.map((each) => [`${each.set} ${each.year}`, each])).values()];
  }

  /** Looks at once: the desk or the holidays are others. */
  async begin(): Promise<void> {
    if (!this.keepsHolidays) return;
    await this.database.run((transaction) => this.timers.set(transaction, [{ kind: TIMER, key: KEY, dueAt: this.clock.now() }]));
  }

  private get keepsHolidays(): boolean {
    return Object.values(this.profiles.current().desk.calendars).some(({ holidays }) => holidays.length > 0);
  }

  private async look(unit: WorkUnit): Promise<void> {
    const missing = this.findMissing(unit.now.getTime());
    for (const { set, year } of missing)
      this.log.warn('the holidays of a year are missing; its days count as ordinary ones', {
        set,
        year,
        hint: `add ${year} to config/holidays/${set}.yaml, or to a file of deskSettings.holidays; it counts within seconds`,
      });
    await this.notices.tell(
      unit,
      missing.map(({ set, year }) => ({
        to: { role: 'supervisor' },
        kind: 'holidays_missing',
        key: `holidays:${set}:${year}`,
        text: `${year}年节假日尚未录入（${set}）：请补充 config/holidays/${set}.yaml，数秒内生效，无需重启。The holidays of ${year} are missing (${set}): add them to config/holidays/${set}.yaml; they count within seconds, without a restart.`,
      })),
    );
    if (this.keepsHolidays)
      await this.timers.set(unit.transaction, [{ kind: TIMER, key: KEY, dueAt: new Date(unit.now.getTime() + DAY_MS) }]);
  }
}
