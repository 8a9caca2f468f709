import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { LocalisedText } from '../../desk/schema/texts.js';
import type { Calendar } from '../calendars/calendar.js';
import type { HoursKind } from '../calendars/calendar-rules.js';
import { findExceptions } from '../calendars/exceptions.js';
import type { Intervals } from '../calendars/intervals.js';
import { ChannelHours } from './channel-hours.js';

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A channel's hours as its customers may see them. */
export interface ChannelHoursView {
  readonly channel: string;
  readonly name: LocalisedText;
  readonly purpose: LocalisedText | null;
  readonly zone: string;
  /** Are people there? */
  readonly open: boolean;
  /** Who is there: people, bot, menu, voicemail; null when nothing is. */
  readonly by: HoursKind | null;
  readonly teams: readonly string[];
  readonly closesAt: Date | null;
  readonly opensAt: Date | null;
  readonly today: readonly Span[];
  /** A supervisor changed today's. */
  readonly changedToday: boolean;
  readonly announcements: readonly Announcement[];
}

interface Announcement {
  readonly from: string;
  readonly to: string;
  readonly holiday: { readonly key: string; readonly name: Readonly<Record<string, string>> } | null;
  readonly makeUp: boolean;
  readonly days: readonly { readonly date: string; readonly hours: readonly Span[] }[];
}

@Injectable()
export class HoursReader {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly hours: ChannelHours,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<{ now: Date; channels: ChannelHoursView[] }> {
    const now = this.clock.now();
    const overrides = await this.hours.recentOverrides();
    const hours = this.hours.current();
    const channels = Object.entries(this.profiles.current().desk.channels).map(([channel, section]) => {
      const calendar = hours.calendarFor(channel, hours.calendarKeyOf(channel), overrides);
      const { name, purpose = null, announceDays } = section;
      const [start, end] = [0, 1].map((days) => calendar.zone.instantOf(calendar.dayOf(now.getTime()) + days, 0));
      const changedToday = (overrides.get(channel) ?? []).some(({ from, to }) => from < end! && to > start!);
      return { channel, name, purpose, changedToday, ...describe(calendar, now.getTime(), announceDays) };
    });
    return { now, channels };
  }
}

function describe(calendar: Calendar, now: number, announceDays: number) {
  const open = calendar.isOpen(now);
  return {
    zone: calendar.zone.name,
    open,
    by: calendar.whoIsThere(now),
    teams: calendar.teamsAt(now),
    closesAt: open ? toDate(calendar.nextClosing(now)) : null,
    opensAt: open ? null : toDate(calendar.nextOpening(now)),
    today: toSpans(calendar.hoursOn(calendar.dayOf(now))),
    announcements: (announceDays === 0 ? [] : findExceptions(calendar, now, announceDays)).map(({ days, ...exception }) => ({
      ...exception,
      days: days.map(({ date, hours }) => ({ date, hours: toSpans(hours) })),
    })),
  };
}

function toDate(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant);
}

function toSpans(intervals: Intervals): Span[] {
  return intervals.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
}
