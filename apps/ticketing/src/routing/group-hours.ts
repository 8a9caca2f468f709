import { Injectable } from '@nestjs/common';
import { parseDay } from '../service-levels/calendars/local-day.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';

/** Working hours of groups at one moment. */
export interface GroupTimes {
  isClosed(group: string): boolean;
  /** When it opens or closes next, in ms; null: never. */
  changesAt(group: string): number | null;
}

/** Working hours of groups, and holidays of the shift plan: what the desk's calendars tell routing. */
@Injectable()
export class GroupHours {
  constructor(private readonly hours: ChannelHours) {}

  /** Groups that do not work at `now`. */
  findClosed(groups: readonly (readonly [string, { readonly calendar?: string | undefined }])[], now: Date): Set<string> {
    return new Set(groups.filter(([, { calendar }]) => calendar !== undefined && !this.isOpen(calendar, now)).map(([key]) => key));
  }

  /** As they are at `now`; each group is looked up once. */
  timesAt(groups: Readonly<Record<string, { readonly calendar?: string | undefined }>>, now: Date): GroupTimes {
    const at = now.getTime();
    const known = new Map<string, { readonly closed: boolean; readonly changesAt: number | null }>();
    const look = (group: string) => {
      const calendar = groups[group]?.calendar;
      if (calendar === undefined) return { closed: false, changesAt: null };
      const hours = this.hours.current().calendarFor(null, calendar, new Map());
      const closed = !hours.isOpen(at);
      return { closed, changesAt: closed ? hours.nextOpening(at) : hours.nextClosing(at) };
    };
    const find = (group: string) => {
      const found = known.get(group) ?? look(group);
      known.set(group, found);
      return found;
    };
    return { isClosed: (group) => find(group).closed, changesAt: (group) => find(group).changesAt };
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
