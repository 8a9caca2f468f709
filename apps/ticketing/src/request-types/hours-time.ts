import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { addWorkingDays } from '../service-levels/calendars/working-days.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { OverridesOf } from '../service-levels/hours/desk-hours.js';
import type { WorkingTime } from './deadline.js';
import type { TicketWorkingTime } from './desk-deadlines.js';
import { WeekTime } from './week-time.js';

const AS_PLANNED: OverridesOf = new Map<string, never>();

/**
 * The desk's calendars: the one that is named, else the desk's own, else that of the ticket's channel. What a supervisor changed of the channel's hours
 * counts where it is handed in and the calendar is the channel's own.
 */
@Injectable()
export class HoursTime implements TicketWorkingTime {
  constructor(
    private readonly hours: ChannelHours,
    private readonly profiles: DeskProfiles,
    private readonly week: WeekTime,
  ) {}

  of({ inboxId, channels }: TicketFacts, named: string | undefined, overrides: OverridesOf = AS_PLANNED): WorkingTime {
    const { calendars, targets } = this.profiles.current().desk;
    const hours = this.hours.current();
    const channel = hours.channelOf(inboxId, channels[0] ?? null);
    const key = hours.calendarKeyOf(channel, named ?? targets.calendar);
    const week = this.week.of();
    if (!Object.hasOwn(calendars, key)) return week;
    const calendar = hours.calendarFor(channel, key, overrides);
    return {
      addWorkingTime: (from, ms) => toDate(calendar.addWorkingTime(from.getTime(), ms)) ?? week.addWorkingTime(from, ms),
      addWorkingDays: (from, days) => toDate(addWorkingDays(calendar, from.getTime(), days)) ?? week.addWorkingDays(from, days),
    };
  }
}

/** Null: by a calendar that is never open it never comes. */
function toDate(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant);
}
