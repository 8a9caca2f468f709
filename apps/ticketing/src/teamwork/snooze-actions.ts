import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { CalendarFacts } from '../rules/calendar-facts.js';
import { RuleActions } from '../rules/rule-actions.js';
import { findSleepEnd, placeOf } from '../rules/sleep-until.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import { Snoozing } from './snoozing.js';

/** Rules lay tickets to sleep, by working time as well. */
@Injectable()
export class SnoozeActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly hours: ChannelHours,
    private readonly snoozing: Snoozing,
  ) {}

  onModuleInit(): void {
    this.actions.add('snooze', async (unit, asked) => {
      const [language] = this.profiles.current().desk.languages;
      const calendars = new CalendarFacts(this.hours.current(), await this.hours.readOverrides(unit.transaction), []);
      for (const { argument, draft, rule, facts } of asked) {
        const calendar = calendars.calendarOf(...placeOf(facts), argument.calendar);
        const until = new Date(findSleepEnd(argument, facts, calendar, unit.now.getTime()));
        const values = { number: draft.number, subject: draft.subject };
        const note = argument.note === undefined ? null : fillText(pickText(argument.note, language, language), values);
        await this.snoozing.snoozeIn(unit, draft, until, note, { kind: 'rule', displayName: rule });
      }
    });
  }
}
