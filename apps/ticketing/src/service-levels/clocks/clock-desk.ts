import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import { ChannelHours } from '../hours/channel-hours.js';
import type { OverridesOf } from '../hours/desk-hours.js';
import { judge } from '../targets/judge.js';
import { type JudgedFacts, TargetBook } from '../targets/target-book.js';
import type { Judging } from './clock-sheet.js';

/** How the desk in force judges clocks. */
@Injectable()
export class ClockDesk {
  private made: { readonly version: number; readonly book: TargetBook } | null = null;

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly hours: ChannelHours,
    private readonly groups: GroupDirectory,
  ) {}

  get version(): number {
    return this.profiles.current().version;
  }

  get book(): TargetBook {
    const { version, desk } = this.profiles.current();
    if (this.made?.version !== version) this.made = { version, book: new TargetBook(desk) };
    return this.made.book;
  }

  channelOf(inboxId: string | null, medium: string | null): string | null {
    return this.hours.current().channelOf(inboxId, medium);
  }

  readOverrides(sql: Sql): Promise<OverridesOf> {
    return this.hours.readOverrides(sql);
  }

  /** Judges the clocks of one ticket. */
  judgingFor(facts: TicketFacts, overrides: OverridesOf): Judging {
    const { desk } = this.profiles.current();
    const parts = { hours: this.hours.current(), book: this.book, warnAt: desk.targets.warnAt };
    const ofTicket = { ...toJudgedFacts(facts), group: this.groups.keyOf(facts.groupId) };
    return ({ kind, channel, ivr, startedAt, pauses }) =>
      judge(parts, overrides, { kind, startedAt, pauses, facts: { ...ofTicket, channel, ivr } });
  }
}

function toJudgedFacts({
  priority,
  category,
  requestType,
  urgency,
  mood,
  tags,
  level,
  contact,
}: TicketFacts): Omit<JudgedFacts, 'channel' | 'ivr' | 'group'> {
  const { plan, vip } = contact;
  return { priority, category, requestType, urgency, mood, tags, level, plan, class: contact.class, vip };
}
