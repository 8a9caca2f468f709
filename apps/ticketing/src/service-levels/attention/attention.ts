import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import { type NewNotice, Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { NewTimer, Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { dueAfter, parseTargetTime } from '../calendars/targets.js';
import { askedAt, readActingEntries } from '../clocks/entry-acts.js';
import { ChannelHours } from '../hours/channel-hours.js';
import { remind, toNotice } from './reminder.js';
import { readUnseen } from './unseen.js';

const TIMER = 'attention';
const ALWAYS_LATER_MS = 3_600_000;

/** Reminds the owner of a ticket that nobody looked at since the customer wrote, and later tells the supervisors. */
@Injectable()
export class Attention implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly timers: Timers,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
    private readonly hours: ChannelHours,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'attention', order: 41, follow: (unit, happenings) => this.follow(unit, happenings) });
    this.timers.handle(TIMER, (unit, due) => this.remind(unit, due));
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    if (this.wishes === undefined) return;
    const written = happenings.filter(({ type, data }) => type === 'ticket.entry_added.v1' && data['direction'] === 'inbound');
    const entries = await readActingEntries(
      unit.transaction,
      written.map(({ data }) => String(data['entryId'])),
    );
    const asked = new Map<string, number>();
    for (const { ticketId, data } of written) {
      const entry = entries.get(String(data['entryId']));
      const at = entry === undefined ? null : askedAt(entry);
      if (at !== null) asked.set(ticketId, Math.min(at, asked.get(ticketId) ?? at));
    }
    if (asked.size === 0) return;
    // Whoever waits already waits longest for the first of it.
    const waiting = await unit.transaction.query<{ key: string }>('select key from timers where kind = $1 and key = any($2::text[])', [
      TIMER,
      [...asked.keys()],
    ]);
    for (const { key } of waiting) asked.delete(key);
    await this.timers.set(
      unit.transaction,
      [...asked].map(([ticketId, since]) => ({ ...this.timerOf(ticketId, this.dueAfter(since, 'remindOwner')), data: {} })),
    );
  }

  private async remind(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    if (this.wishes === undefined) return;
    const unseen = await readUnseen(
      unit.transaction,
      due.map(({ key }) => key),
    );
    const now = unit.now.getTime();
    const again: NewTimer[] = [];
    const told: NewNotice[] = [];
    for (const { key, data } of due) {
      const ticket = unseen.get(key);
      if (ticket === undefined) continue;
      const since = ticket.since.getTime();
      const [first, second] = [this.dueAfter(since, 'remindOwner'), this.dueAfter(since, 'tellSupervisor')];
      const { tell, lookAgainAt } = remind(since, data['reminded'], { now, first, second });
      if (tell !== null) told.push(toNotice(ticket, tell, this.settings.deskSettings.timeZone));
      if (lookAgainAt !== null) again.push({ ...this.timerOf(key, lookAgainAt), data: tell === null ? {} : { reminded: since } });
    }
    await this.timers.set(unit.transaction, again);
    await this.notices.tell(unit, told);
  }

  private get wishes() {
    return this.profiles.current().desk.targets.attention;
  }

  private timerOf(ticketId: string, at: number): NewTimer {
    return { kind: TIMER, key: ticketId, ticketId, dueAt: new Date(at) };
  }

  private dueAfter(since: number, step: 'remindOwner' | 'tellSupervisor'): number {
    const wishes = this.wishes!;
    const hours = this.hours.current();
    const calendar = hours.calendarFor(null, hours.calendarKeyOf(null, wishes.calendar), new Map());
    return dueAfter(calendar, since, parseTargetTime(wishes[step])!) ?? since + ALWAYS_LATER_MS;
  }
}
