import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { Timers } from '../timers/timers.js';
import { EDIT } from './bulk-actions.js';

const TIMER = 'teamwork.edits';
const KEY = 'daily';
const DAY_MS = 86_400_000;
/** A slip is seen within days; what was done to many at once stays for its figures. */
const KEPT_MS = 30 * DAY_MS;

/** Forgets once a day what changes of single tickets are taken back by. */
@Injectable()
export class EditKeeper implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly timers: Timers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(TIMER, async ({ transaction, now }) => {
      await transaction.query('delete from bulk_actions where kind = $1 and made_at < $2', [EDIT, new Date(now.getTime() - KEPT_MS)]);
      await this.timers.set(transaction, [{ kind: TIMER, key: KEY, dueAt: new Date(now.getTime() + DAY_MS) }]);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.database.run((transaction) => this.timers.set(transaction, [{ kind: TIMER, key: KEY, dueAt: this.clock.now() }]));
  }
}
