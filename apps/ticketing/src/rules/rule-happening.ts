import { type MenuKeys, toMenuWays } from '../facts/menu-keys.js';
import type { Happening } from '../happenings/happening.js';
import type { FactValue, RuleFacts } from './rule-condition.js';

/** Something that happened to a ticket, in the words of rules. */
export interface RuleHappening {
  /** Of the event, or of the timer. */
  readonly id: string;
  readonly ticketId: string;
  readonly event: string;
  /** Of the ticket, as the event says it; null of timers, which begin a chain of their own. */
  readonly version: number | null;
  readonly at: Date;
  /** Where a chain of causes begins that begins here: a ticket and its first message are one beginning. */
  readonly root: string;
  /** `event.*`, and `message.*` where it is one. */
  readonly facts: RuleFacts;
}

/** What rules ask of the entry that an event tells of. */
export interface HappenedEntry {
  readonly id: string;
  readonly direction: string;
  readonly channel: string;
  readonly inboxId: string | null;
  readonly folded: boolean;
  readonly role: string;
  readonly automatic: boolean;
  /** A robot wrote it, or it is old mail of a first sync. */
  readonly machine: boolean;
  readonly doubts: readonly string[] | null;
  /** Code of a record that a room wrote into the thread. */
  readonly record: string | null;
  readonly text: string;
  readonly from: string | null;
  readonly recipients: readonly string[];
  readonly ivr: MenuKeys | null;
}

const NAMES: Readonly<Record<string, string>> = {
  'ticket.opened.v1': 'opened',
  'ticket.changed.v1': 'changed',
  'ticket.assigned.v1': 'assigned',
  'ticket.status_changed.v1': 'status_changed',
  'ticket.escalated.v1': 'escalated',
  'ticket.rated.v1': 'rated',
  'ticket.merged.v1': 'merged',
};

/** The entry that rules read of an event: one that was added, or told anew. */
export function entryIdIn({ type, data }: Happening): string | null {
  return type === 'ticket.entry_added.v1' || (type === 'ticket.entry_changed.v1' && data['change'] === 'revised')
    ? String(data['entryId'])
    : null;
}

/** Null: nothing that rules are asked about. */
export function toRuleHappening(happening: Happening, entry: HappenedEntry | null): RuleHappening | null {
  const event = nameEvent(happening, entry);
  if (event === null) return null;
  const { id, ticketId, at, data } = happening;
  const version = typeof data['version'] === 'number' ? data['version'] : null;
  const root = event === 'opened' || data['seq'] === 1 ? `opening:${ticketId}` : id;
  return {
    id,
    ticketId,
    event,
    version,
    at,
    root,
    facts: { ...toEventFacts(data, entry), ...(entry === null ? {} : toMessageFacts(entry)) },
  };
}

function nameEvent({ type, data }: Happening, entry: HappenedEntry | null): string | null {
  if (type === 'ticket.entry_added.v1') return nameEntry(entry);
  if (type === 'ticket.entry_changed.v1') return nameEntry(entry) === 'customer_wrote' ? 'revised' : null;
  if (type !== 'ticket.clock_changed.v1') return NAMES[type] ?? null;
  return data['change'] === 'warned' || data['change'] === 'breached' ? `clock_${data['change']}` : null;
}

function nameEntry(entry: HappenedEntry | null): string | null {
  if (entry === null) return null;
  // What rules themselves write down is no news to them.
  if (entry.record !== null) return entry.record.startsWith('rule.') ? null : `record:${entry.record}`;
  if (entry.folded || entry.machine) return null;
  if (entry.direction === 'inbound') return 'customer_wrote';
  if (entry.direction === 'note') return 'noted';
  return entry.direction === 'outbound' && !entry.automatic && entry.role === 'agent' ? 'agent_answered' : null;
}

const PEOPLE: Readonly<Record<string, string>> = { customer: 'customer', agent: 'agent', bot: 'bot', system: 'system' };

function toEventFacts(data: Happening['data'], entry: HappenedEntry | null): RuleFacts {
  const by = (data['by'] as { kind?: string } | undefined)?.kind ?? (entry === null ? undefined : PEOPLE[entry.role]);
  const reason = text(data['reason']);
  return {
    'event.from': text(data['from']),
    'event.to': text(data['to']),
    'event.changed': Object.keys((data['changes'] as object | undefined) ?? {}),
    'event.reason': reason,
    'event.by': by ?? (reason === 'agent' ? 'agent' : reason?.startsWith('rule ') ? 'rule' : null),
    'event.clock': text(data['kind']),
    'event.rating': typeof data['rating'] === 'number' ? data['rating'] : null,
  };
}

function toMessageFacts(entry: HappenedEntry): RuleFacts {
  if (entry.direction !== 'inbound') return {};
  return {
    'message.text': entry.text,
    'message.channel': entry.channel,
    'message.inbox': entry.inboxId,
    'message.from': entry.from,
    'message.to': entry.recipients,
    'message.doubts': entry.doubts ?? [],
    'message.keys': toMenuWays(entry.ivr),
  };
}

function text(value: unknown): FactValue & (string | null) {
  return typeof value === 'string' ? value : null;
}
