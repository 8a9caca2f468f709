import { Injectable } from '@nestjs/common';
import { parseDay } from '../service-levels/calendars/local-day.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';

/** Working hours of groups, and holidays of the shift plan: what the desk's calendars tell routing. */
@Injectable()
export class GroupHours {
  constructor(private readonly hours: ChannelHours) {}

  /** Groups that do not work at `now`. */
  findClosed(groups: readonly (readonly [string, { readonly calendar?: string | undefined }])[], now: Date): Set<string> {
    return new Set(groups.filter(([, { calendar }]) => calendar !== undefined && !this.isOpen(calendar, now)).map(([key]) => key));
  }

  isHoliday(calendar: string | undefined, date: string): boolean {
    const day = parseDay(date);
    if (calendar === undefined || day === null) return false;
    return this.hours.current().calendarFor(null, calendar, new Map()).factsOf(day).kind === 'holiday';
  }

  private isOpen(calendar: string, at: Date): boolean {
    return this.hours.current().calendarFor(null, calendar, new Map()).isOpen(at.getTime());
  }
}
