import type { TicketFacts } from '../facts/ticket-facts.js';
import type { FactValue, RuleFacts } from './rule-condition.js';

export interface FactNames {
  readonly groupKey: string | null;
  /** Login of the assignee. */
  readonly assignee: string | null;
  readonly accountManager: string | null;
  readonly addresses: readonly string[];
}

/** A ticket as rules ask about it, without the hours of its moment. Pure. */
export function toRuleFacts(ticket: TicketFacts, names: FactNames, now: Date): RuleFacts {
  const { contact, message } = ticket;
  return {
    'ticket.priority': ticket.priority,
    'ticket.status': ticket.status,
    'ticket.category': ticket.category,
    'ticket.group': names.groupKey,
    'ticket.assignee': names.assignee,
    'ticket.requestType': ticket.requestType,
    'ticket.stage': ticket.stage,
    'ticket.level': ticket.level,
    'ticket.language': ticket.language,
    'ticket.mood': ticket.mood,
    'ticket.urgency': ticket.urgency,
    'ticket.tags': ticket.tags,
    'ticket.subject': ticket.subject,
    'ticket.channel': ticket.channels[0] ?? null,
    'ticket.inbox': ticket.inboxId,
    'ticket.confidential': ticket.confidential,
    'ticket.ageMinutes': Math.floor((now.getTime() - ticket.openedAt.getTime()) / 60_000),
    'contact.name': contact.displayName,
    'contact.plan': contact.plan,
    'contact.company': contact.company,
    'contact.department': contact.department,
    'contact.vip': contact.vip,
    'contact.accountManager': names.accountManager,
    'contact.class': contact.class,
    'contact.language': contact.language,
    'contact.verified': contact.verified,
    'contact.addresses': names.addresses,
    'message.text': message?.text ?? null,
    'message.channel': message?.channel ?? null,
    'message.inbox': message?.inboxId ?? null,
    'message.to': message?.recipients.map(bare) ?? [],
    'message.keys': message?.keys ?? [],
    ...toOwnFields('ticket', ticket.fields),
    ...toOwnFields('contact', contact.fields),
  };
}

/** `email:a@b.c` → `a@b.c`. */
function bare(address: string): string {
  return address.slice(address.indexOf(':') + 1);
}

function toOwnFields(of: string, fields: Readonly<Record<string, unknown>>): RuleFacts {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${of}.fields.${name}`, toFact(value)]));
}

function toFact(value: unknown): FactValue {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Weekday, hour and date on a wall of the desk's zone. */
export function toMoment(now: Date, timeZone: string): RuleFacts {
  let format = FORMATS.get(timeZone);
  if (format === undefined) {
    const parts = { weekday: 'short', hour: '2-digit', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, ...parts });
    FORMATS.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    'calendar.weekday': parts.get('weekday')!.toLowerCase(),
    'calendar.hour': Number(parts.get('hour')),
    'calendar.date': `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
  };
}
