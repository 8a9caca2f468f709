import { findPlace, type HoursPlace } from '../desk/schema/rule-facts.js';
import type { Rule, RuleCondition } from '../desk/schema/rules.js';
import type { Calendar } from '../service-levels/calendars/calendar.js';
import type { DeskHours, OverridesOf } from '../service-levels/hours/desk-hours.js';
import type { RuleFacts } from './rule-condition.js';

/** Channels and calendars that conditions name: only these are looked at. */
export function findPlaces(rules: readonly Rule[]): HoursPlace[] {
  const places = new Map<string, HoursPlace>();
  const look = ({ fact, all = [], any = [], none = [] }: RuleCondition): void => {
    const place = fact === undefined ? null : findPlace(fact);
    if (place !== null) places.set(`${place.of}.${place.key}`, place);
    [...all, ...any, ...none].forEach(look);
  };
  for (const rule of rules) if (rule.enabled && rule.if !== undefined) look(rule.if);
  return [...places.values()];
}

/** What the desk's hours are at moments: of a ticket's channel, and of the channels and calendars that its rules name. */
export class CalendarFacts {
  constructor(
    private readonly hours: DeskHours,
    private readonly overrides: OverridesOf,
    private readonly places: readonly HoursPlace[],
  ) {}

  /** `channels.*` and `calendars.*`; the same for all tickets. */
  ofPlaces(at: number): RuleFacts {
    const facts: Record<string, RuleFacts[string]> = {};
    for (const { of, key } of this.places) {
      const found = of === 'channels' ? this.ofChannel(key, at) : describe(this.hours.calendarFor(null, key, this.overrides), at);
      for (const [name, value] of Object.entries(found)) facts[`${of}.${key}.${name}`] = value;
    }
    return facts;
  }

  /** `calendar.*`, of the channel that an inbox is; without one the desk's own hours. */
  ofTicket(inboxId: string | null, medium: string | null, at: number): RuleFacts {
    const found = this.ofChannel(this.hours.channelOf(inboxId, medium), at);
    return Object.fromEntries(Object.entries(found).map(([name, value]) => [`calendar.${name}`, value]));
  }

  /** Hours of a calendar, or of a ticket's channel as they stand today. */
  calendarOf(inboxId: string | null, medium: string | null, key?: string): Calendar {
    const channel = this.hours.channelOf(inboxId, medium);
    return this.hours.calendarFor(channel, this.hours.calendarKeyOf(channel, key), this.overrides);
  }

  private ofChannel(channel: string | null, at: number): RuleFacts {
    const calendar = this.hours.calendarFor(channel, this.hours.calendarKeyOf(channel), this.overrides);
    const changed = channel === null ? [] : (this.overrides.get(channel) ?? []);
    const override = changed.findLast(({ from, to }) => from <= at && at < to);
    return { ...describe(calendar, at), override: override === undefined ? null : override.open ? 'opened' : 'closed' };
  }
}

function describe(calendar: Calendar, at: number): RuleFacts {
  const { kind, makeUp, holiday } = calendar.factsOf(calendar.dayOf(at));
  return { open: calendar.isOpen(at), day: kind, makeUp, holiday: holiday?.key ?? null };
}
