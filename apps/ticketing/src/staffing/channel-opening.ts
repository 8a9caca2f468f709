import { Injectable } from '@nestjs/common';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { OverridesOf } from '../service-levels/hours/desk-hours.js';

/** Whether inboxes are connected, and their channels open, a supervisor's changes for today included. */
@Injectable()
export class ChannelOpening {
  private overrides: OverridesOf = new Map();

  constructor(
    private readonly inboxes: InboxDirectory,
    private readonly hours: ChannelHours,
  ) {}

  /** As their connectors said them last; also makes `isOpen` see what was changed. */
  async readStates(): Promise<Map<string, string>> {
    this.overrides = await this.hours.recentOverrides();
    return new Map((await this.inboxes.list()).map(({ id, state }) => [id, state]));
  }

  /** Is any of them open? */
  isOpen(inboxes: readonly string[], now: Date): boolean {
    const hours = this.hours.current();
    return inboxes.some((id) => {
      const channel = hours.channelOf(id, null);
      return hours.calendarFor(channel, hours.calendarKeyOf(channel), this.overrides).isOpen(now.getTime());
    });
  }
}
