import { Injectable } from '@nestjs/common';

/** What the desk's calendars tell routing. */
export interface CalendarOfDays {
  isOpen(calendar: string, at: Date): boolean;
  isHoliday(calendar: string, date: string): boolean;
}

/** Working hours of groups and holidays of the plan. Where no room keeps calendars, every hour is a working hour. */
@Injectable()
export class GroupHours {
  private calendars: CalendarOfDays = { isOpen: () => true, isHoliday: () => false };

  /** The room of calendars says so in `onModuleInit`. */
  follow(calendars: CalendarOfDays): void {
    this.calendars = calendars;
  }

  /** Groups that do not work at `now`. */
  findClosed(groups: readonly (readonly [string, { readonly calendar?: string | undefined }])[], now: Date): Set<string> {
    return new Set(
      groups.filter(([, { calendar }]) => calendar !== undefined && !this.calendars.isOpen(calendar, now)).map(([key]) => key),
    );
  }

  isHoliday(calendar: string | undefined, date: string): boolean {
    return calendar !== undefined && this.calendars.isHoliday(calendar, date);
  }
}
