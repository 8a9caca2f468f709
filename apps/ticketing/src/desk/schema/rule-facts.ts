import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../tickets/ticket-state.js';

/**
 * What happens to a ticket, as rules name it. `timer:NAME` is one that a rule set (`startTimer`), `record:CODE` what a room wrote into the thread, `revised`:
 * what a customer wrote was edited, or a call of his went on.
 */
export const RULE_EVENTS = [
  'opened',
  'customer_wrote',
  'revised',
  'agent_answered',
  'noted',
  'changed',
  'assigned',
  'status_changed',
  'clock_warned',
  'clock_breached',
  'escalated',
  'rated',
  'merged',
] as const;
export type RuleEventName = (typeof RULE_EVENTS)[number];

export const TIMER_EVENT = /^timer:[a-z0-9][a-z0-9_-]{0,63}$/;
/** `record:CODE`: a record of that code was written into the thread, `record:snooze.ended`, `record:consultation.answered`, `record:booking.moved`. */
export const RECORD_EVENT = /^record:[a-z][a-z_]*(?:\.[a-z][a-z_]*)+$/;

export type FactType = 'text' | 'number' | 'flag' | 'list' | 'any';

interface FactKind {
  readonly type: FactType;
  /** Of texts that are one of few words. */
  readonly values?: readonly string[];
  /** Groups or categories, whose keys the desk file names. */
  readonly names?: 'groups' | 'categories';
}

const text: FactKind = { type: 'text' };
const number: FactKind = { type: 'number' };
const flag: FactKind = { type: 'flag' };
const list: FactKind = { type: 'list' };
const oneOf = (...values: string[]): FactKind => ({ type: 'text', values });

/** What a supervisor made of a channel's hours for this moment. */
const OVERRIDE = oneOf('opened', 'closed');

/** Everything that a condition may ask, by name. `message.keys`: ways through the voice menu, `5` or `1,5`, and numbers entered there. */
const FACTS: Readonly<Record<string, FactKind>> = {
  'ticket.priority': oneOf(...TICKET_PRIORITIES),
  'ticket.status': oneOf(...TICKET_STATUSES),
  'ticket.category': { type: 'text', names: 'categories' },
  'ticket.group': { type: 'text', names: 'groups' },
  'ticket.assignee': text,
  'ticket.requestType': text,
  'ticket.stage': text,
  'ticket.level': number,
  'ticket.language': text,
  'ticket.mood': text,
  'ticket.urgency': text,
  'ticket.tags': list,
  'ticket.subject': text,
  'ticket.channel': text,
  'ticket.inbox': text,
  'ticket.confidential': flag,
  'ticket.ageMinutes': number,
  'contact.name': text,
  'contact.plan': text,
  'contact.company': text,
  'contact.department': text,
  'contact.vip': flag,
  'contact.accountManager': text,
  'contact.class': text,
  'contact.language': text,
  'contact.verified': flag,
  'contact.addresses': list,
  'message.text': text,
  'message.channel': text,
  'message.inbox': text,
  'message.from': text,
  'message.to': list,
  'message.doubts': list,
  'message.keys': list,
  'calendar.open': flag,
  'calendar.day': oneOf('working', 'weekend', 'holiday'),
  'calendar.makeUp': flag,
  'calendar.holiday': text,
  'calendar.override': OVERRIDE,
  'calendar.weekday': oneOf('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),
  'calendar.hour': number,
  'calendar.date': text,
  'event.from': text,
  'event.to': text,
  'event.changed': list,
  'event.reason': text,
  'event.by': oneOf('agent', 'rule', 'bot', 'system', 'customer'),
  'event.clock': text,
  'event.rating': number,
};

/** Of one channel or calendar of the desk, whatever channel the ticket came by. */
const HOURS_FACTS: Readonly<Record<string, FactKind>> = {
  open: FACTS['calendar.open']!,
  day: FACTS['calendar.day']!,
  makeUp: flag,
  holiday: text,
  override: OVERRIDE,
};

export const FACT_NAMES: readonly string[] = [
  ...Object.keys(FACTS),
  ...Object.keys(HOURS_FACTS).map((name) => `channels.<key>.${name}`),
  ...Object.keys(HOURS_FACTS).flatMap((name) => (name === 'override' ? [] : [`calendars.<key>.${name}`])),
  'ticket.fields.<key>',
  'contact.fields.<key>',
];

const OWN_FIELD = /^(?:ticket|contact)\.fields\.[\w-]{1,64}$/;
const PLACED = /^(channels|calendars)\.([^.]+)\.(\w+)$/;

/** A channel or a calendar of the desk that a fact asks about. */
export interface HoursPlace {
  readonly of: 'channels' | 'calendars';
  readonly key: string;
}

/** Null: the fact is of the ticket, or of its moment. */
export function findPlace(fact: string): HoursPlace | null {
  const [, of, key] = PLACED.exec(fact) ?? [];
  return of === undefined ? null : { of: of as HoursPlace['of'], key: key! };
}

/** Null where there is no such fact. */
export function findFact(name: string): FactKind | null {
  if (OWN_FIELD.test(name)) return { type: 'any' };
  const [, of, , asked] = PLACED.exec(name) ?? [];
  // What a supervisor changes is a channel's, not a calendar's.
  if (of !== undefined) return of === 'calendars' && asked === 'override' ? null : findOwn(HOURS_FACTS, asked!);
  return findOwn(FACTS, name);
}

function findOwn(facts: Readonly<Record<string, FactKind>>, name: string): FactKind | null {
  return Object.hasOwn(facts, name) ? facts[name]! : null;
}
