import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { ChannelHours } from './channel-hours.js';
import { type NoticeLanguage, writeOutOfHours } from './hours-text.js';

/** What an acknowledgement says of the hours, where the desk wants it. */
@Injectable()
export class HoursNotice {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly hours: ChannelHours,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Null while the channel is open, and where it is not to be said. */
  async find(inboxId: string | null, medium: string, language: NoticeLanguage): Promise<string | null> {
    const hours = this.hours.current();
    const channel = hours.channelOf(inboxId, medium);
    const { desk } = this.profiles.current();
    if (channel === null || desk.channels[channel]?.outOfHoursNotice !== true) return null;
    const key = hours.calendarKeyOf(channel);
    const calendar = hours.calendarFor(channel, key, await this.hours.recentOverrides());
    const now = this.clock.now().getTime();
    return calendar.isOpen(now) ? null : writeOutOfHours(calendar, desk.calendars[key], now, language);
  }
}
