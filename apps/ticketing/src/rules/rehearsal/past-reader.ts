import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { GroupDirectory } from '../../groups/group-directory.js';
import type { Happening } from '../../happenings/happening.js';
import type { FactValue, RuleFacts } from '../rule-condition.js';
import { RuleFactsReader } from '../rule-facts-reader.js';
import { entryIdIn, toRuleHappening } from '../rule-happening.js';
import type { PastHappening } from './simulate.js';

/** A ticket's past, without what rules made of it. */
export interface TicketPast {
  /** Facts as they were before the first change the log has. */
  readonly before: RuleFacts;
  readonly happenings: readonly PastHappening[];
}

type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** Turns events of the log into what rules would have been asked then. */
@Injectable()
export class PastReader {
  constructor(
    private readonly facts: RuleFactsReader,
    private readonly groups: GroupDirectory,
  ) {}

  async read(sql: Sql, tickets: readonly (readonly [string, readonly Happening[]])[]): Promise<Map<string, TicketPast>> {
    const events = tickets.flatMap(([, happenings]) => happenings);
    const entryIds = events.map(entryIdIn).filter((id) => id !== null);
    const entries = await this.facts.readEntries(sql, entryIds);
    const logins = await readLogins(sql);
    const made = await readMade(
      sql,
      tickets.map(([id]) => id),
    );
    const toValue = (name: string, value: unknown): FactValue => {
      if (name === 'group') return this.groups.keyOf(value as string | null);
      if (name === 'assignee') return logins.get(String(value)) ?? null;
      return (value ?? null) as FactValue;
    };
    return new Map(
      tickets.map(([id, happenings]) => {
        const before: Record<string, FactValue> = {};
        const past: PastHappening[] = [];
        const first = entries.get(String(happenings.find(({ type }) => type === 'ticket.entry_added.v1')?.data['entryId']));
        for (const happening of happenings) {
          const changes = changesOf(happening);
          for (const [fact, value] of toFacts(changes, 'from', toValue)) if (!(fact in before)) before[fact] = value;
          if (byRule(happening) || isMade(made.get(id), happening)) continue;
          const entry = happening.type === 'ticket.opened.v1' ? first : entries.get(entryIdIn(happening) ?? '');
          const asked = toRuleHappening(happening, entry ?? null);
          const changed = Object.fromEntries(toFacts(changes, 'to', toValue));
          if (asked === null && Object.keys(changed).length === 0) continue;
          const { ticketId, at, data } = happening;
          const named = asked ?? {
            id: happening.id,
            ticketId,
            event: '',
            version: Number(data['version']),
            at,
            root: happening.id,
            facts: {},
          };
          past.push({ ...named, changed });
        }
        return [id, { before, happenings: past }];
      }),
    );
  }
}

function byRule({ data }: Happening): boolean {
  return String(data['reason'] ?? '').startsWith('rule ');
}

type Versions = readonly { readonly from: number; readonly to: number }[];

/** Whatever a rule's actions made of the ticket, whoever did them. */
function isMade(versions: Versions = [], { data }: Happening): boolean {
  const version = data['version'];
  return typeof version === 'number' && versions.some(({ from, to }) => from < version && version <= to);
}

async function readMade(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, Versions>> {
  const rows = await sql.query<{ id: string; versions: Versions }>(
    `select ticket_id as id, json_agg(json_build_object('from', from_version, 'to', to_version)) as versions from rule_runs
     where ticket_id = any($1::uuid[]) and to_version > from_version group by 1`,
    [ticketIds],
  );
  return new Map(rows.map(({ id, versions }) => [id, versions]));
}

/** Fields that an event tells of; a status has an event of its own. */
function changesOf({ type, data }: Happening): Changes {
  if (type === 'ticket.changed.v1') return data['changes'] as Changes;
  return type === 'ticket.status_changed.v1' ? { status: { from: data['from'], to: data['to'] } } : {};
}

function toFacts(changes: Changes, side: 'from' | 'to', toValue: (name: string, value: unknown) => FactValue): [string, FactValue][] {
  return Object.entries(changes).flatMap(([name, change]): [string, FactValue][] => {
    if (name !== 'fields') return [[`ticket.${name}`, toValue(name, change[side])]];
    const { from, to } = change as { from: Record<string, unknown> | null; to: Record<string, unknown> | null };
    const value = side === 'from' ? from : to;
    return [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])].map((field) => [
      `ticket.fields.${field}`,
      (value?.[field] ?? null) as FactValue,
    ]);
  });
}

async function readLogins(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; email: string }>('select id, email from agents');
  return new Map(rows.map(({ id, email }) => [id, email]));
}
