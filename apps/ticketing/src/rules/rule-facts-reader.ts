import { Inject, Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { SETTINGS, type Settings } from '#runtime';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { HoursPlace } from '../desk/schema/rule-facts.js';
import type { RuleFacts } from './rule-condition.js';
import { CalendarFacts } from './calendar-facts.js';
import { toMoment, toRuleFacts } from './rule-facts.js';
import type { HappenedEntry } from './rule-happening.js';

/** Tickets as rules ask about them: a few statements, however many they are. */
@Injectable()
export class RuleFactsReader {
  constructor(
    private readonly reader: TicketFactsReader,
    private readonly groups: GroupDirectory,
    private readonly hours: ChannelHours,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Merged tickets are left out, and those that nobody works on: folded away or quarantined. `places`: whose hours are asked about. */
  async read(sql: Sql, ticketIds: readonly string[], now: Date, places: readonly HoursPlace[]): Promise<Map<string, RuleFacts>> {
    const tickets = [...(await this.reader.read(sql, ticketIds)).values()].filter(({ folded, quarantined }) => !folded && !quarantined);
    const logins = await readLogins(
      sql,
      tickets.flatMap(({ assigneeId, contact }) => [assigneeId, contact.accountManager]),
    );
    const addresses = await readAddresses(sql, tickets);
    const { timeZone, name } = this.settings.deskSettings;
    const calendars = new CalendarFacts(this.hours.current(), await this.hours.readOverrides(sql), places);
    const moment = { ...toMoment(now, timeZone), ...calendars.ofPlaces(now.getTime()), 'desk.name': name };
    return new Map(
      tickets.map((ticket) => {
        const names = {
          groupKey: this.groups.keyOf(ticket.groupId),
          assignee: logins.get(ticket.assigneeId ?? '') ?? null,
          accountManager: logins.get(ticket.contact.accountManager ?? '') ?? null,
          addresses: addresses.get(ticket.contact.id) ?? [],
        };
        const { message, inboxId, channels } = ticket;
        const hours = calendars.ofTicket(message?.inboxId ?? inboxId, message?.channel ?? channels[0] ?? null, now.getTime());
        return [ticket.id, { ...toRuleFacts(ticket, names, now), ...moment, ...hours }];
      }),
    );
  }

  /** Ids by ticket. */
  async findFirstEntries(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, string>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await sql.query<{ ticketId: string; id: string }>(
      'select ticket_id as "ticketId", id from entries where ticket_id = any($1::uuid[]) and seq = 1',
      [[...ticketIds]],
      'ticketing_find_first_entries',
    );
    return new Map(rows.map(({ ticketId, id }) => [ticketId, id]));
  }

  async readEntries(sql: Sql, ids: readonly string[]): Promise<Map<string, HappenedEntry>> {
    if (ids.length === 0) return new Map();
    const rows = await sql.query<HappenedEntry>(
      `select id, direction, channel, inbox_id as "inboxId", folded, author->>'role' as role, flags->'automatic' is not null as automatic,
         coalesce(flags->'automated', flags->'historical', flags->'spam') is not null as machine, flags->'doubts' as doubts,
         case when direction = 'system' then parts->0->>'code' end as record, left(coalesce(new_text, plain_text), 20000) as text,
         author->'identity'->>'value' as "from",
         coalesce((select json_agg(r->>'value') from json_array_elements(reply_context->'recipients') r), '[]') as recipients,
         parts->0->'call'->'ivr' as ivr
       from entries where id = any($1::uuid[])`,
      [[...ids]],
      'ticketing_read_happened_entries',
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

async function readLogins(sql: Sql, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter((id) => id !== null);
  if (asked.length === 0) return new Map();
  const rows = await sql.query<{ id: string; email: string }>('select id, email from agents where id = any($1::uuid[])', [asked]);
  return new Map(rows.map(({ id, email }) => [id, email]));
}

async function readAddresses(sql: Sql, tickets: readonly TicketFacts[]): Promise<Map<string, string[]>> {
  if (tickets.length === 0) return new Map();
  const rows = await sql.query<{ id: string; values: string[] }>(
    'select contact_id as id, array_agg(value order by value) as values from identities where contact_id = any($1::uuid[]) group by 1',
    [[...new Set(tickets.map(({ contact }) => contact.id))]],
  );
  return new Map(rows.map(({ id, values }) => [id, values]));
}
