import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, LOGGER, type Logger } from '#runtime';
import { ChannelHours } from '../hours/channel-hours.js';
import { HolidayWatch } from './holiday-watch.js';
import { holidaysInForce, lookAtHolidays } from './holidays-in-force.js';

const LOOK_EVERY_MS = 5_000;

/** Follows the files of holidays: what changed there counts within seconds, also for clocks and stages that run already, and for those of the time when nothing ran. */
@Injectable()
export class HolidayFollower implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  /** What clocks and stages were judged by, as far as this process saw to it; null: nothing yet. */
  private followed: string | null = null;

  constructor(
    private readonly hours: ChannelHours,
    private readonly watch: HolidayWatch,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = null));
    }, LOOK_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  async look(): Promise<void> {
    try {
      lookAtHolidays();
    } catch (error) {
      this.log.error('the files of holidays have faults; the holidays in force stay until they are mended', { error });
    }
    try {
      await this.follow();
    } catch (error) {
      this.log.warn('clocks and stages are not judged by the new holidays yet; it is tried again within seconds', { error });
    }
  }

  private async follow(): Promise<void> {
    const { hash } = holidaysInForce();
    if (hash === this.followed) return;
    const began = this.followed === null;
    await this.database.run(async (transaction) => {
      const [kept] = await transaction.query<{ hash: string }>('select hash from holiday_hashes where one for update');
      // Who changed while it ran asks too where another was faster: what it judged meanwhile was judged by the old ones.
      if (kept?.hash === hash && began) return;
      await transaction.query(
        `insert into holiday_hashes (one, hash, applied_at) values (true, $1, $2)
         on conflict (one) do update set hash = excluded.hash, applied_at = excluded.applied_at`,
        [hash, this.clock.now()],
      );
      if (kept !== undefined) await this.hours.tellHolidays(transaction, hash);
    });
    if (!began) {
      this.log.info('the holidays are others now; clocks and stages are judged by them', { hash });
      await this.watch.begin();
    }
    this.followed = hash;
  }
}
