import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import type { EntryFlags } from '../tickets/entry-row.js';
import { type MenuKeys, toMenuWays } from './menu-keys.js';
import { TICKET_COLUMNS, type TicketColumns } from '../tickets/ticket-columns.js';

/** What the desk's rules judge a ticket by. Times as Date; absent is null. */
export interface TicketFacts extends TicketColumns {
  readonly groupId: string | null;
  readonly assigneeId: string | null;
  readonly contact: ContactFacts;
  /** The contact's last message; null where he wrote none. */
  readonly message: MessageFacts | null;
}

export interface ContactFacts {
  readonly id: string;
  readonly displayName: string | null;
  readonly plan: string | null;
  readonly class: string | null;
  readonly company: string | null;
  readonly department: string | null;
  readonly language: string | null;
  readonly vip: boolean;
  readonly accountManager: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Best of his identities: verified, claimed, … */
  readonly verified: boolean;
}

export interface MessageFacts {
  readonly entryId: string;
  readonly channel: string;
  readonly inboxId: string | null;
  readonly text: string;
  readonly occurredAt: Date;
  /** How he sounded, told from his voice; null where nothing heard it. */
  readonly heardMood: NonNullable<EntryFlags['heardMood']> | null;
  /** To whom it was written: `scheme:value` each. */
  readonly recipients: readonly string[];
  /** Ways through the voice menu, and numbers that were entered (`toMenuWays`). */
  readonly keys: readonly string[];
}

const FACTS = `
  select ${TICKET_COLUMNS}, t.group_id as "groupId", t.assignee_id as "assigneeId",
    json_build_object('id', c.id, 'displayName', c.display_name, 'plan', p.plan, 'class', p.class, 'company', p.company, 'department', p.department,
      'language', coalesce(p.language, c.locale), 'vip', coalesce(p.vip, false), 'accountManager', p.account_manager, 'fields', coalesce(p.fields, '{}'),
      'verified', exists (select 1 from identities i where i.contact_id = c.id and i.assurance <> 'claimed')) as contact,
    m.id as message_id, m.channel as message_channel, m.inbox_id as message_inbox, coalesce(m.new_text, m.plain_text) as message_text,
    m.occurred_at as message_at, m.reply_context->'recipients' as message_recipients,
    m.parts->0->'call'->'ivr' as message_ivr, m.flags->>'heardMood' as message_mood
  from tickets t
  join contacts first on first.id = t.contact_id join contacts c on c.id = coalesce(first.merged_into, first.id)
  left join lateral (
    select * from contact_profiles p where p.contact_id in (c.id, first.id) order by (p.contact_id = c.id) desc limit 1) p on true
  left join lateral (select * from entries e where e.ticket_id = t.id and e.direction = 'inbound' and not e.folded order by e.seq desc limit 1) m on true
  where t.id = any($1::uuid[]) and t.merged_into is null`;

interface Row extends Omit<TicketFacts, 'message'> {
  readonly message_id: string | null;
  readonly message_channel: string;
  readonly message_inbox: string | null;
  readonly message_text: string;
  readonly message_at: Date;
  readonly message_mood: MessageFacts['heardMood'];
  readonly message_recipients: { scheme: string; value: string }[] | null;
  readonly message_ivr: MenuKeys | null;
}

@Injectable()
export class TicketFactsReader {
  /** Tickets that were merged or are not there are left out. */
  async read(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, TicketFacts>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await sql.query<Row>(FACTS, [[...new Set(ticketIds)]], 'ticketing_read_facts');
    return new Map(rows.map((row) => [row.id, toFacts(row)]));
  }
}

function toFacts(row: Row): TicketFacts {
  const { message_id, message_channel, message_inbox, message_text, message_at, message_recipients, message_ivr, message_mood, ...facts } =
    row;
  const recipients = (message_recipients ?? []).map(({ scheme, value }) => `${scheme}:${value}`);
  const written = { channel: message_channel, inboxId: message_inbox, text: message_text, occurredAt: message_at };
  const more = { heardMood: message_mood, recipients, keys: toMenuWays(message_ivr) };
  return { ...facts, message: message_id === null ? null : { entryId: message_id, ...written, ...more } };
}
