import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { LOGGER, type Logger } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { hasHolidays } from '../service-levels/holidays/has-holidays.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { CASES_AT_ONCE, StageJudge, type StageScope } from './stage-judge.js';

const REJUDGE_TIMER = 'stage-rejudge';
const RETRY_MS = 1_000;
/** By then every process has seen a new desk: each looks once a second. */
const LATE_MS = 5_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Judges deadlines of stages anew when what they are judged by was changed: a channel's hours for today, the desk, its holidays. Some hundred cases a
 * transaction; each change once, whichever process sees it first and whoever dies.
 */
@Injectable()
export class StageRejudge implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private stopped = false;

  constructor(
    private readonly timers: Timers,
    private readonly hours: ChannelHours,
    private readonly profiles: DeskProfiles,
    private readonly judge: StageJudge,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    this.hours.onOverride((transaction, channel) => this.request(transaction, { channel }));
    this.hours.onHolidays((transaction, holidays) => this.request(transaction, { holidays }));
    this.profiles.onChange(({ version }) => void this.keepFollowing(version));
    this.timers.handle(REJUDGE_TIMER, async (unit, due) => {
      for (const timer of due) await this.rejudge(unit, timer);
    });
  }

  /** Also when the process that changed the desk died over it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.followDesk(this.profiles.current().version);
  }

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Until it is done, or another desk is in force, or the process ends. */
  private async keepFollowing(version: number): Promise<void> {
    for (let tries = 1; !this.stopped && this.profiles.current().version === version; tries += 1)
      try {
        return await this.followDesk(version);
      } catch (error) {
        if (tries === 1) this.log.warn('stages are not judged by the new desk yet; it is tried again each second', { version, error });
        await sleep(RETRY_MS, undefined, { ref: false });
      }
  }

  /** The process that raises the version asks for it. */
  private async followDesk(version: number): Promise<void> {
    await this.database.run(async (transaction) => {
      const raised = await transaction.query(
        `insert into stage_desks as known (desk_version) values ($1)
         on conflict (one) do update set desk_version = excluded.desk_version where known.desk_version < excluded.desk_version returning one`,
        [version],
      );
      if (raised.length === 0) return;
      const staged = await transaction.query('select from ticket_cases where stage is not null limit 1');
      if (staged.length > 0) await this.request(transaction, { desk: version });
    });
  }

  /** Whatever stands in the timers now is due: the time is the one of the change. */
  private request(transaction: Transaction, scope: StageScope): Promise<void> {
    return this.timers.set(transaction, [
      { kind: REJUDGE_TIMER, key: JSON.stringify(scope), dueAt: new Date(0), data: { scope, after: NOBODY } },
    ]);
  }

  private async rejudge(unit: WorkUnit, { key, data }: Timer): Promise<void> {
    const { scope, after, again } = data as { scope: StageScope; after: string; again?: true };
    const next = (dueAt: Date, more: object) =>
      this.timers.set(unit.transaction, [{ kind: REJUDGE_TIMER, key, dueAt, data: { ...data, ...more } }]);
    if (!(await this.knows(unit, scope))) return next(new Date(unit.now.getTime() + RETRY_MS), {});
    const ids = await this.judge.judge(unit, scope, after);
    if (ids.length === CASES_AT_ONCE) return next(unit.now, { after: ids.at(-1) });
    // A process that had not seen the new desk yet may have begun stages by the old one meanwhile.
    if (again === undefined && 'desk' in scope) return next(new Date(unit.now.getTime() + LATE_MS), { after: NOBODY, again: true });
  }

  /** Does this process judge by what was changed already? */
  private async knows({ transaction }: WorkUnit, scope: StageScope): Promise<boolean> {
    if ('desk' in scope) return this.profiles.current().version >= scope.desk;
    return 'channel' in scope || hasHolidays(transaction, scope.holidays);
  }
}
