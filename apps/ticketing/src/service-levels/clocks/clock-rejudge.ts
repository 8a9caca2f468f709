import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { CLOCK, type Clock as Time, LOGGER, type Logger } from '#runtime';
import { ContactProfiles } from '../../contacts/contact-profiles.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { hasHolidays } from '../holidays/has-holidays.js';
import { ChannelHours } from '../hours/channel-hours.js';
import { ClockWork } from './clock-work.js';

export const REJUDGE_TIMER = 'clock-rejudge';
const RETRY_MS = 1_000;
const TICKETS_AT_ONCE = 1_000;
/** By then every process has seen a new desk: each looks once a second. */
const LATE_MS = 5_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Whose clocks count otherwise now: all (the desk or the holidays are others), those of a channel whose hours were changed, or of a contact whose plan is another. */
export type RejudgeScope =
  | { readonly channel: string }
  | { readonly contact: string }
  | { readonly desk: number }
  | { readonly holidays: string };

/** Judges running clocks anew when what they are judged by was changed: some hundred tickets a transaction, each once, whoever dies. */
@Injectable()
export class ClockRejudge implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private stopped = false;

  constructor(
    private readonly timers: Timers,
    private readonly work: ClockWork,
    private readonly profiles: DeskProfiles,
    private readonly contacts: ContactProfiles,
    private readonly hours: ChannelHours,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Time,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    this.timers.handle(REJUDGE_TIMER, async (unit, due) => {
      for (const timer of due) await this.rejudge(unit, timer);
    });
    this.hours.onOverride((transaction, channel) => this.request(transaction, { channel }));
    this.hours.onHolidays((transaction, holidays) => this.request(transaction, { holidays }));
    this.contacts.onChange((transaction, contact) => this.request(transaction, { contact }));
    this.profiles.onChange(({ version }) => void this.keepFollowing(version));
  }

  /** Until it is done, or another desk is in force, or the process ends. */
  private async keepFollowing(version: number): Promise<void> {
    for (let tries = 1; !this.stopped && this.profiles.current().version === version; tries += 1)
      try {
        return await this.followDesk(version);
      } catch (error) {
        if (tries === 1) this.log.warn('clocks are not judged by the new desk yet; it is tried again each second', { version, error });
        await sleep(RETRY_MS, undefined, { ref: false });
      }
  }

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Also when the process that changed the desk died over it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.followDesk(this.profiles.current().version);
  }

  async request(transaction: Transaction, scope: RejudgeScope): Promise<void> {
    await this.timers.set(transaction, [
      { kind: REJUDGE_TIMER, key: JSON.stringify(scope), dueAt: this.clock.now(), data: { scope, after: NOBODY } },
    ]);
  }

  private async followDesk(version: number): Promise<void> {
    await this.database.run(async (transaction) => {
      const stale = await transaction.query(
        'select 1 from clocks where met_at is null and cancelled_at is null and desk_version < $1 limit 1',
        [version],
      );
      if (stale.length > 0) await this.request(transaction, { desk: version });
    });
  }

  /** To a process that has the files, or the desk, already; it may be this one a second later. */
  private leaveToOthers(
    { transaction, now }: WorkUnit,
    { key, ...data }: { key: string; scope: RejudgeScope; after: string },
  ): Promise<void> {
    return this.timers.set(transaction, [{ kind: REJUDGE_TIMER, key, dueAt: new Date(now.getTime() + 1_000), data }]);
  }

  private async rejudge(unit: WorkUnit, { key, data }: Timer): Promise<void> {
    const { scope, after, again } = data as { scope: RejudgeScope; after: string; again?: true };
    const { version } = this.profiles.current();
    if ('desk' in scope && version < scope.desk) return this.leaveToOthers(unit, { key, scope, after });
    if ('holidays' in scope && !(await hasHolidays(unit.transaction, scope.holidays)))
      return this.leaveToOthers(unit, { key, scope, after });
    const ids = await findTickets(unit.transaction, scope, after);
    const clocks = await this.work.open(unit, ids);
    for (const id of ids) clocks.of(id)?.rejudge(unit.now.getTime());
    await clocks.save('judged');
    if ('desk' in scope)
      await unit.transaction.query('update clocks set desk_version = $2 where ticket_id = any($1::uuid[]) and desk_version < $2', [
        ids,
        version,
      ]);
    const more = ids.length === TICKETS_AT_ONCE;
    // A process that had not seen the new desk yet may have begun clocks by the old one meanwhile.
    if (!more && (again || !('desk' in scope))) return;
    const next = more
      ? { dueAt: unit.now, data: { ...data, after: ids.at(-1) } }
      : { dueAt: new Date(unit.now.getTime() + LATE_MS), data: { scope, after: NOBODY, again: true } };
    await this.timers.set(unit.transaction, [{ kind: REJUDGE_TIMER, key, ...next }]);
  }
}

async function findTickets(transaction: Transaction, scope: RejudgeScope, after: string): Promise<string[]> {
  const [condition, value] =
    'channel' in scope
      ? ['c.channel = $2', scope.channel]
      : 'contact' in scope
        ? ['c.ticket_id in (select id from tickets where contact_id = $2::uuid)', scope.contact]
        : 'desk' in scope
          ? ['c.desk_version < $2::int', scope.desk]
          : ['$2::text is not null', scope.holidays];
  const rows = await transaction.query<{ id: string }>(
    `select distinct c.ticket_id as id from clocks c where c.met_at is null and c.cancelled_at is null and c.ticket_id > $1::uuid and ${condition}
     order by id limit ${TICKETS_AT_ONCE}`,
    [after, value],
  );
  return rows.map(({ id }) => id);
}
