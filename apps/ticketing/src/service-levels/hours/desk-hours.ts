import type { Desk } from '../../desk/desk-schema.js';
import type { Calendar } from '../calendars/calendar.js';
import type { HoursOverride } from '../calendars/calendar-rules.js';
import { CalendarSet } from '../calendars/calendar-set.js';
import type { HolidaySet } from '../calendars/holiday-set.js';
import { WEEKDAYS } from '../calendars/local-day.js';
import { calendarRulesOf } from './calendar-rules-of.js';

/** Of a desk that says nothing of hours. */
const ALWAYS = '(always)';

/** What a supervisor changed, by channel. */
export type OverridesOf = ReadonlyMap<string, readonly HoursOverride[]>;

/** Hours of one version of a desk: its calendars, and which channel keeps which. */
export class DeskHours {
  private readonly calendars: CalendarSet;
  private readonly byInbox = new Map<string, string>();
  private readonly byMedium = new Map<string, string>();
  private readonly overridden = new Map<string, Calendar>();

  constructor(
    private readonly desk: Desk,
    holidays: ReadonlyMap<string, HolidaySet>,
  ) {
    const always = {
      ...{ key: ALWAYS, zone: 'UTC', summerTime: true, holidays: [], onHolidays: [], dates: new Map(), teams: [] },
      weekdays: [{ days: new Set(WEEKDAYS), spans: [{ from: 0, to: 1_440 }], by: 'people' as const, moved: false }],
    };
    const rules = Object.entries(desk.calendars).map(([key, section]) => calendarRulesOf(key, section));
    this.calendars = new CalendarSet([...rules, always], holidays);
    for (const [key, { inboxes, media }] of Object.entries(desk.channels)) {
      for (const id of inboxes) this.byInbox.set(id, key);
      for (const medium of media) this.byMedium.set(medium, key);
    }
  }

  /** Which channel of the desk an inbox is; null for one that no channel names. */
  channelOf(inboxId: string | null, medium: string | null): string | null {
    const byId = inboxId === null ? undefined : this.byInbox.get(inboxId);
    return byId ?? (medium === null ? null : (this.byMedium.get(medium) ?? null));
  }

  /** Key of the calendar that a channel keeps; `wanted` stands above it. */
  calendarKeyOf(channel: string | null, wanted?: string): string {
    const own = channel === null ? undefined : this.desk.channels[channel]?.hours;
    return wanted ?? own ?? this.desk.targets.calendar ?? ALWAYS;
  }

  /** A calendar as it stands for a channel: a supervisor's changes of its hours included, where it is the channel's own. */
  calendarFor(channel: string | null, key: string, overrides: OverridesOf): Calendar {
    // Keys of calendars that a desk has no more live on in its clocks.
    const known = this.calendars.keys.includes(key) ? key : ALWAYS;
    const changed = channel !== null && this.calendarKeyOf(channel) === known ? (overrides.get(channel) ?? []) : [];
    if (changed.length === 0) return this.calendars.get(known);
    const name = `${known} ${JSON.stringify(changed)}`;
    const calendar = this.overridden.get(name) ?? this.calendars.get(known, changed);
    if (this.overridden.size > 200) this.overridden.clear();
    this.overridden.set(name, calendar);
    return calendar;
  }

  all(): Calendar[] {
    return this.calendars.all();
  }
}
