import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { ownedDomainOf } from '../acknowledgements/address-groups.js';
import { seenBy, type Viewer } from '../agents/viewer.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import type { Page } from '../tickets/ticket-view.js';
import type { QuarantinedDomain, QuarantinedSender } from './quarantine.js';

interface PageRequest {
  /** 1..200, default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Who has tickets in quarantine, most first: person by person, or all of a domain together. */
@Injectable()
export class QuarantinedSenders {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async list(page: PageRequest, viewer: Viewer | null): Promise<Page<QuarantinedSender>> {
    const limit = toLimit(page.limit);
    const [tickets, contactId] = page.cursor === undefined ? [null, null] : decodeCursor(page.cursor, 2);
    const values: unknown[] = [limit + 1, tickets, contactId];
    const seen = toSeen(viewer, values);
    const rows = await this.database.sql.query<QuarantinedSender & { [column: string]: unknown }>(
      `select c.id as "contactId", c.display_name as "displayName", coalesce((
         select json_agg(json_build_object('scheme', i.scheme, 'value', i.value) order by i.created_at, i.scheme, i.value)
         from identities i where i.contact_id = c.id), '[]') as identities,
         q.tickets, q.first as "firstOpenedAt", q.last as "lastOpenedAt"
       from (
         select coalesce(first.merged_into, first.id) as contact_id, count(*)::int as tickets, min(t.opened_at) as first, max(t.opened_at) as last
         from tickets t join contacts first on first.id = t.contact_id where t.quarantined and t.merged_into is null and ${seen} group by 1
       ) q join contacts c on c.id = q.contact_id
       where $2::int is null or q.tickets < $2::int or (q.tickets = $2::int and c.id > $3::uuid) order by q.tickets desc, c.id limit $1`,
      values,
    );
    return toPage(rows, limit, (last) => [last.tickets, last.contactId]);
  }

  /** Subdomains with the domain that somebody registered; of a mail provider each address's own domain. */
  async listDomains(page: PageRequest, viewer: Viewer | null): Promise<Page<QuarantinedDomain>> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const seen = toSeen(viewer, values);
    const rows = await this.database.sql.query<QuarantinedDomain & { [column: string]: unknown }>(
      `select split_part(i.value, '@', -1) as domain, count(distinct t.contact_id)::int as senders, count(distinct t.id)::int as tickets,
         min(t.opened_at) as "firstOpenedAt", max(t.opened_at) as "lastOpenedAt"
       from tickets t join identities i on i.contact_id = t.contact_id and i.scheme = 'email'
       where t.quarantined and t.merged_into is null and ${seen} group by 1`,
      values,
    );
    const domains = new Map<string, QuarantinedDomain>();
    for (const row of rows) {
      const domain = ownedDomainOf({ scheme: 'email', value: `@${row.domain}` }) ?? row.domain;
      const known = domains.get(domain);
      domains.set(domain, known === undefined ? { ...row, domain } : add(known, row));
    }
    const sorted = [...domains.values()].sort(compare);
    const [tickets, domain] = page.cursor === undefined ? [Infinity, ''] : decodeCursor(page.cursor, 2);
    const after = sorted.filter((one) => compare(one, { tickets: Number(tickets), domain: String(domain) }) > 0);
    return toPage(after.slice(0, limit + 1), limit, (last) => [last.tickets, last.domain]);
  }
}

/** Of `t`. */
function toSeen(viewer: Viewer | null, values: unknown[]): string {
  return viewer === null ? 'true' : seenBy(viewer, 't', (value) => `$${values.push(value)}`);
}

function compare(one: Pick<QuarantinedDomain, 'tickets' | 'domain'>, other: Pick<QuarantinedDomain, 'tickets' | 'domain'>): number {
  if (one.tickets !== other.tickets) return other.tickets - one.tickets;
  return one.domain < other.domain ? -1 : one.domain > other.domain ? 1 : 0;
}

function add(one: QuarantinedDomain, other: QuarantinedDomain): QuarantinedDomain {
  return {
    domain: one.domain,
    senders: one.senders + other.senders,
    tickets: one.tickets + other.tickets,
    firstOpenedAt: one.firstOpenedAt < other.firstOpenedAt ? one.firstOpenedAt : other.firstOpenedAt,
    lastOpenedAt: one.lastOpenedAt > other.lastOpenedAt ? one.lastOpenedAt : other.lastOpenedAt,
  };
}

/** Of `limit` rows and one more, which says that there are more. */
function toPage<T>(rows: readonly T[], limit: number, keyOf: (last: T) => (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor(keyOf(items.at(-1)!)) : null };
}
