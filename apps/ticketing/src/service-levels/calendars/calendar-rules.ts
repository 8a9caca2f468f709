import type { LocalDay, Weekday } from './local-day.js';

/** Who is there in open hours: people, or what takes the customer's word meanwhile. Only people's hours are working time. */
export const HOURS_KINDS = ['people', 'bot', 'menu', 'voicemail'] as const;
export type HoursKind = (typeof HOURS_KINDS)[number];

/** Minutes since midnight; `to` above 1440 lies on the next day. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

interface HoursOf {
  readonly spans: readonly DaySpan[];
  readonly by: HoursKind;
}

/** Hours of weekdays. `moved`: public holidays take them away, make-up working days (调休) bring them. */
export interface WeekdayHours extends HoursOf {
  readonly days: ReadonlySet<Weekday>;
  readonly moved: boolean;
}

/** Own hours of holidays: of the named ones, or of all. They stand in place of the weekday's. */
export interface HolidayHours extends HoursOf {
  readonly holidays: ReadonlySet<string> | 'all';
}

/** What a calendar is made of. */
export interface CalendarRules {
  readonly key: string;
  readonly zone: string;
  readonly summerTime: boolean;
  /** Keys of holiday sets; of a day in several the first one's word holds. */
  readonly holidays: readonly string[];
  readonly weekdays: readonly WeekdayHours[];
  readonly onHolidays: readonly HolidayHours[];
  /** Single dates; they stand in place of everything else. */
  readonly dates: ReadonlyMap<LocalDay, readonly HoursOf[]>;
  /** Calendars of teams that work under this one, each in its own zone. */
  readonly teams: readonly string[];
}

/** A channel's hours of today, changed by a supervisor. Later ones stand above earlier ones. */
export interface HoursOverride {
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
}
