import type { RuleSnooze } from '../../desk/schema/rule-snooze.js';
import type { DeskHours, OverridesOf } from '../../service-levels/hours/desk-hours.js';
import { CalendarFacts } from '../calendar-facts.js';
import type { RuleFacts } from '../rule-condition.js';
import { toMoment } from '../rule-facts.js';
import type { RuleSet } from '../rule-set.js';
import { findSleepEnd, placeOf } from '../sleep-until.js';

/** What lies around a ticket at a moment of its past: hours and dates as the desk of a rule set has them. */
export interface Surroundings {
  factsAt(at: Date, facts: RuleFacts): RuleFacts;
  /** When a sleep that begins then would end; null where the action would have failed. */
  sleepEnd(snooze: RuleSnooze, facts: RuleFacts, at: Date): number | null;
}

export class PastHours implements Surroundings {
  private readonly calendars: CalendarFacts;

  constructor(
    hours: DeskHours,
    overrides: OverridesOf,
    rules: RuleSet,
    private readonly timeZone: string,
  ) {
    this.calendars = new CalendarFacts(hours, overrides, rules.places);
  }

  factsAt(at: Date, facts: RuleFacts): RuleFacts {
    const [inboxId, medium] = placeOf(facts);
    const instant = at.getTime();
    return {
      ...toMoment(at, this.timeZone),
      ...this.calendars.ofPlaces(instant),
      ...this.calendars.ofTicket(inboxId, medium, instant),
    };
  }

  sleepEnd(snooze: RuleSnooze, facts: RuleFacts, at: Date): number | null {
    try {
      const end = findSleepEnd(snooze, facts, this.calendars.calendarOf(...placeOf(facts), snooze.calendar), at.getTime());
      return end > at.getTime() ? end : null;
    } catch {
      return null;
    }
  }
}
