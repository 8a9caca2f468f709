import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { HoursOverride } from '../calendars/calendar-rules.js';
import { DAY_MS } from '../calendars/local-day.js';
import { holidaysInForce } from '../holidays/holidays-in-force.js';
import { DeskHours, type OverridesOf } from './desk-hours.js';
import { HoursOverrideRepository } from './hours-override.repository.js';

/** Clocks that are older than this no longer see what a supervisor changed while they began. */
const LOOK_BACK_MS = 180 * DAY_MS;
const FRESH_FOR_MS = 1_000;

export type OverrideListener = (transaction: Transaction, channel: string) => Promise<void>;
export type HolidaysListener = (transaction: Transaction, hash: string) => Promise<void>;

/** Hours of the desk in force, with what supervisors changed of them. */
@Injectable()
export class ChannelHours {
  private made: { readonly version: number; readonly hash: string; readonly hours: DeskHours } | null = null;
  private readonly listeners: OverrideListener[] = [];
  private readonly holidaysListeners: HolidaysListener[] = [];
  private kept: { readonly overrides: OverridesOf; readonly at: number } | null = null;

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly rows: HoursOverrideRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  current(): DeskHours {
    const { version, desk } = this.profiles.current();
    const { hash, sets } = holidaysInForce();
    if (this.made?.version !== version || this.made.hash !== hash) this.made = { version, hash, hours: new DeskHours(desk, sets) };
    return this.made.hours;
  }

  /** As a transaction sees them. */
  async readOverrides(sql: Sql): Promise<OverridesOf> {
    const overrides = new Map<string, HoursOverride[]>();
    for (const row of await this.rows.listInForce(sql, new Date(this.clock.now().getTime() - LOOK_BACK_MS))) {
      const ofChannel = overrides.get(row.channel) ?? [];
      ofChannel.push({ from: row.from.getTime(), to: row.to.getTime(), open: row.opens });
      overrides.set(row.channel, ofChannel);
    }
    return overrides;
  }

  /** As they were a second ago at most: for what is asked often and only shown. May be asked inside transactions. */
  async recentOverrides(): Promise<OverridesOf> {
    const at = performance.now();
    if (this.kept === null || at - this.kept.at > FRESH_FOR_MS)
      this.kept = { overrides: await this.readOverrides(this.database.aside), at };
    return this.kept.overrides;
  }

  /** Called in the transaction that changes a channel's hours for today, or takes that back. */
  onOverride(listener: OverrideListener): void {
    this.listeners.push(listener);
  }

  async tellOverride(transaction: Transaction, channel: string): Promise<void> {
    for (const listener of this.listeners) await listener(transaction, channel);
  }

  /** Called in the transaction that first knows of other holidays, once for each state of their files. */
  onHolidays(listener: HolidaysListener): void {
    this.holidaysListeners.push(listener);
  }

  async tellHolidays(transaction: Transaction, hash: string): Promise<void> {
    for (const listener of this.holidaysListeners) await listener(transaction, hash);
  }

  /** Something was changed here: the next look is a new one. */
  forget(): void {
    this.kept = null;
  }
}
