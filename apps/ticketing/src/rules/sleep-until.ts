import { PermanentError } from '#runtime';
import { parseWallMoment, type RuleSnooze } from '../desk/schema/rule-snooze.js';
import { parseTerm } from '../desk/schema/terms.js';
import type { Calendar } from '../service-levels/calendars/calendar.js';
import { addWorkingDays } from '../service-levels/calendars/working-days.js';
import type { RuleFacts } from './rule-condition.js';

/** When a ticket wakes that a rule lays to sleep at `now`, by the hours of `calendar`. Pure. Throws `PermanentError`: `snooze_never`, `snooze_date_missing`. */
export function findSleepEnd(snooze: RuleSnooze, facts: RuleFacts, calendar: Calendar, now: number): number {
  const end = snooze.for === undefined ? findMoment(snooze, facts, calendar, now) : addTerm(snooze.for, calendar, now);
  if (end !== null) return end;
  throw new PermanentError(`the hours "${calendar.rules.key}" never come to that`, {
    code: 'snooze_never',
    hint: 'a calendar with working hours, or a time on the clock',
  });
}

function addTerm(term: string, calendar: Calendar, now: number): number | null {
  const length = parseTerm(term)!;
  if (length.unit === 'workingDays') return addWorkingDays(calendar, now, length.days);
  return length.working ? calendar.addWorkingTime(now, length.ms) : now + length.ms;
}

function findMoment({ until }: RuleSnooze, facts: RuleFacts, calendar: Calendar, now: number): number | null {
  if (until === 'opening') {
    const closes = calendar.nextClosing(now);
    return closes === null ? null : calendar.nextOpening(closes);
  }
  const text = typeof until === 'object' ? facts[`ticket.fields.${until.field}`] : until;
  const moment = typeof text === 'string' ? parseWallMoment(text) : null;
  if (moment === null)
    throw new PermanentError(`the field holds no date: ${JSON.stringify(text ?? null)}`, {
      code: 'snooze_date_missing',
      hint: 'a date such as 2026-10-08 or 2026-10-08 9:30',
    });
  const { day, minute } = moment;
  return minute === null ? calendar.nextOpening(calendar.zone.instantOf(day, 0)) : calendar.zone.instantOf(day, minute);
}

/** Inbox and medium that the customer wrote by, else the ticket's. */
export function placeOf(facts: RuleFacts): [string | null, string | null] {
  return [text(facts['message.inbox'] ?? facts['ticket.inbox']), text(facts['message.channel'] ?? facts['ticket.channel'])];
}

function text(value: RuleFacts[string]): string | null {
  return typeof value === 'string' ? value : null;
}
