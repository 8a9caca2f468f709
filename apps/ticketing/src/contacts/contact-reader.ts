import { Inject, Injectable } from '@nestjs/common';
import { canonicalMailAddress, KNOWN_IDENTITY_SCHEMES } from '#contracts';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { seesContact, type Viewer } from '../agents/viewer.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { ContactIdentity } from './contact.repository.js';

export interface ContactView {
  readonly id: string;
  readonly displayName: string | null;
  readonly identities: readonly ContactIdentity[];
  readonly locale: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `c.id, c.display_name as "displayName", c.locale, c.created_at as "createdAt", c.updated_at as "updatedAt", coalesce((
  select json_agg(json_build_object('scheme', i.scheme, 'value', i.value, 'scope', nullif(i.scope, ''), 'raw', i.raw, 'assurance', i.assurance,
    'undeliverable', i.undeliverable) order by i.created_at, i.scheme, i.value) from identities i where i.contact_id = c.id), '[]') as identities`;

/** People as agents look them up. */
@Injectable()
export class ContactReader {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The one that `id` leads to. Throws `PermanentError` (`contact_unknown`). */
  async get(id: string): Promise<ContactView> {
    const [row] = isUuid(id)
      ? await this.database.sql.query<ContactView>(
          `select ${COLUMNS} from contacts asked join contacts c on c.id = coalesce(asked.merged_into, asked.id) where asked.id = $1::uuid`,
          [id],
        )
      : [];
    if (row === undefined) throw new PermanentError(`there is no contact ${id}`, { code: 'contact_unknown' });
    return row;
  }

  /** Newest first. `identity`: a whole address or number, in whichever scheme that the product knows, or `scheme:value`; `name`: how a name begins. */
  async list(
    filter: { readonly identity?: string | undefined; readonly name?: string | undefined; readonly viewer?: Viewer | null },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ): Promise<{ items: ContactView[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['c.merged_into is null'];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.identity !== undefined) {
      const named = KNOWN_IDENTITY_SCHEMES.find((scheme) => filter.identity!.startsWith(`${scheme}:`));
      const value = named === undefined ? filter.identity : filter.identity.slice(named.length + 1);
      const schemes = place(named === undefined ? KNOWN_IDENTITY_SCHEMES : [named]);
      // By scheme, for that is how the index begins.
      const values = `${place(value)}, ${place(canonicalMailAddress(value))}`;
      where.push(`c.id in (select contact_id from identities where scheme = any(${schemes}::text[]) and value in (${values}))`);
    }
    if (filter.viewer) where.push(seesContact(filter.viewer, 'c.id', place));
    if (filter.name !== undefined) where.push(`c.display_name ilike ${place(`${filter.name.replaceAll(/[\\%_]/g, '\\$&')}%`)}`);
    if (page.cursor !== undefined) where.push(`c.id < ${place(decodeCursor(page.cursor, 1)[0])}::uuid`);
    const rows = await this.database.sql.query<ContactView>(
      `select ${COLUMNS} from contacts c where ${where.join(' and ')} order by c.id desc limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? encodeCursor([items.at(-1)!.id]) : null };
  }
}
