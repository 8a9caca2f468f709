import { Inject, Injectable, Optional } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { showOffer } from '../contacts/contact-offer.repository.js';
import type { ContactIdentity } from '../contacts/contact.repository.js';
import { OriginNames } from './origin-names.js';
import { decodeCursor, encodeCursor, toLimit } from './page-cursor.js';
import { toConditions, type TicketFilter } from './ticket-filter.js';
import { TICKET_COLUMNS } from './ticket-columns.js';
import { isUuid } from './ticket.repository.js';
import type { Page, TicketView } from './ticket-view.js';

export interface TicketPageRequest {
  /** 1..200, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
  /**
   * `opened`: newest first, a page never changes under the reader. `updated`: least recently changed first; what changes while one pages
   * comes again at the end, nothing is passed over.
   */
  readonly sort?: 'opened' | 'updated';
}

const COLUMNS = `${TICKET_COLUMNS}, t.group_id as "group", t.assignee_id as assignee, t.updated_at as "updatedAt", t.last_seq as entries,
  t.number_told as "numberTold", t.proof, (select i.display_name from inboxes i where i.id = t.inbox_id) as inbox_name, c.id as contact_id, c.display_name, coalesce((
    select json_agg(json_build_object('scheme', i.scheme, 'value', i.value, 'scope', nullif(i.scope, ''), 'raw', i.raw, 'assurance', i.assurance,
      'undeliverable', i.undeliverable)
      order by i.created_at, i.scheme, i.value) from identities i where i.contact_id = c.id), '[]') as identities`;
const OFFER = `(select json_build_object('entryId', o.entry_id, 'address', json_strip_nulls(json_build_object('scheme', o.scheme, 'value', o.value,
    'displayName', o.display_name)), 'reason', o.reason, 'verified', o.verified, 'state', o.state, 'decidedAt', o.decided_at)
  ${showOffer('t.id')})`;
/** Of all surveys and channels the last one; a chat's button counts at once, wherever its entry is now, the others for the ticket they are about. */
const RATING = `(select json_build_object('entryId', r.entry_id, 'score', r.score, 'scale', r.scale, 'step', r.step, 'points', r.points, 'way', r.way,
    'channel', r.channel, 'survey', r.survey, 'comment', r.comment, 'at', r.at)
  from (
    select 0 as rank, (select e.seq from entries e where e.id = f.entry_id) as seq, f.entry_id, f.value as score, f.scale, f.step, f.points, f.way, f.channel, f.survey, f.reason as comment, f.given_at as at
    from feedback f
    where f.ticket_id = any(array(select own.id from tickets own where own.id = t.id or own.merged_into = t.id))
      and f.kind = 'rating' and f.value is not null
      and not (f.way = 'tap' and exists (select from entries e where e.id = f.entry_id and e.ticket_id <> t.id))
    union all
    select 1, e.seq, e.id, tap.score, 'csat', case when tap.score > 3 then 'satisfied' when tap.score = 3 then 'neutral' else 'unsatisfied' end,
      (tap.score - 1) * 25, 'tap', e.channel, null, e.parts->0->'data'->'data'->>'comment', e.occurred_at
    from entries e cross join lateral (select (e.parts->0->'data'->'data'->>'score')::int as score) tap
    where e.ticket_id = t.id and e.direction = 'system' and e.parts->0->>'code' = 'contact.event'
      and e.parts->0->'data'->>'name' = 'chat.rated' and e.parts->0->'data'->'data'->>'score' ~ '^[1-5]$'
  ) r order by r.at desc, r.seq desc nulls last, r.rank limit 1)`;
const PEOPLE = 'join contacts first on first.id = t.contact_id join contacts c on c.id = coalesce(first.merged_into, first.id)';

type Row = Omit<TicketView, 'contact' | 'origin'> & {
  readonly contact_id: string;
  readonly display_name: string | null;
  readonly identities: ContactIdentity[];
  readonly inbox_name: string | null;
};

/** Tickets for people and programs to look at. Merged tickets are not listed; their numbers and ids lead to what they became. */
@Injectable()
export class TicketReader {
  /** Without the desk's names, tickets say their origin by those of their inboxes. */
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Optional() @Inject(OriginNames) private readonly origins: OriginNames | null = null,
  ) {}

  /** By id or number; null when there never was one. */
  async find(idOrNumber: string): Promise<TicketView | null> {
    const byId = isUuid(idOrNumber);
    // To plan it takes ten times as long as to run it, so each connection does that once.
    const [row] = await this.database.sql.query<Row>(
      `select ${COLUMNS}, ${OFFER} as "contactOffer", ${RATING} as rating from tickets asked join tickets t on t.id = coalesce(asked.merged_into, asked.id) ${PEOPLE}
       where ${byId ? 'asked.id = $1::uuid' : 'asked.number = $1'}`,
      [idOrNumber],
      byId ? 'ticketing_find_ticket' : 'ticketing_find_ticket_by_number',
    );
    return row === undefined ? null : this.toView(row);
  }

  async list(filter: TicketFilter = {}, page: TicketPageRequest = {}): Promise<Page<TicketView>> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['t.merged_into is null', ...(await toConditions(this.database.sql, filter, values))];
    const updated = page.sort === 'updated';
    const column = updated ? 't.updated_at' : 't.opened_at';
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      values.push(at, id);
      where.push(`(${column}, t.id) ${updated ? '>' : '<'} ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
    }
    const direction = updated ? 'asc' : 'desc';
    // The page first, its people after: the planner must not join a hundred thousand contacts to show fifty.
    const rows = await this.database.sql.query<Row>(
      `with t as materialized (
         select * from tickets t where ${where.join(' and ')} order by ${column} ${direction}, t.id ${direction} limit ${limit + 1}
       ) select ${COLUMNS} from t ${PEOPLE} order by ${column} ${direction}, t.id ${direction}`,
      values,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      items: shown.map((row) => this.toView(row)),
      nextCursor: more ? encodeCursor([(updated ? last.updatedAt : last.openedAt).toISOString(), last.id]) : null,
    };
  }

  private toView(row: Row): TicketView {
    const { contact_id, display_name, identities, contactOffer, rating, inbox_name: inboxName, ...ticket } = row;
    const decidedAt = contactOffer?.decidedAt ? new Date(contactOffer.decidedAt) : null;
    const offered = contactOffer === undefined ? {} : { contactOffer: contactOffer && { ...contactOffer, decidedAt } };
    const rated = rating === undefined ? {} : { rating: rating && { ...rating, at: new Date(rating.at) } };
    const { inboxId, channels } = ticket;
    const medium = channels[0] ?? null;
    const origin = this.origins === null ? (inboxName ?? medium) : this.origins.nameOf({ inboxId, inboxName, medium });
    return { ...ticket, origin, ...offered, ...rated, contact: { id: contact_id, displayName: display_name, identities } };
  }
}
