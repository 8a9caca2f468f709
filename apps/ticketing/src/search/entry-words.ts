import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { quoteTerm } from '../knowledge/searching/index-terms.js';
import { toEntryTerms } from './search-terms.js';

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly ticket_id: string;
  readonly texts: (string | null)[];
}

/** What a person may know of an entry: its words, its subject, that of a ticket which it began, who wrote it. Nothing that the house wrote into the thread. */
const TEXTS = `select e.id, e.ticket_id, array[e.plain_text, e.reply_context->>'subject', case when e.seq = 1 then t.subject end,
    e.author->>'displayName', e.author->'identity'->>'raw', e.author->'identity'->>'value'] as texts
  from entries e join tickets t on t.id = e.ticket_id`;

/** The words that entries are found by. */
@Injectable()
export class EntryWords {
  /** As these entries are now. */
  async put(transaction: Transaction, entryIds: readonly string[]): Promise<void> {
    if (entryIds.length === 0) return;
    await this.write(
      transaction,
      await transaction.query<Row>(
        `${TEXTS} where e.id = any($1::uuid[]) and e.direction <> 'system' and e.flags->>'erasedAt' is null`,
        [entryIds],
        'ticketing_texts_of_entries',
      ),
    );
  }

  /** Those that come after `after` in the order of ids; answers the last of them, null when there are none. */
  async putSome(transaction: Transaction, after: string | null, limit: number): Promise<string | null> {
    const ids = await transaction.query<{ id: string }>(
      'select id from entries where $1::uuid is null or id > $1::uuid order by id limit $2',
      [after, limit],
    );
    await this.put(
      transaction,
      ids.map(({ id }) => id),
    );
    return ids.at(-1)?.id ?? null;
  }

  private async write(transaction: Transaction, rows: readonly Row[]): Promise<void> {
    const words = rows.map(({ texts }) =>
      toEntryTerms(texts.filter((text) => text !== null))
        .map(quoteTerm)
        .join(' '),
    );
    await transaction.query(
      `insert into entry_words (entry_id, ticket_id, words)
       select id, ticket_id, words::tsvector from unnest($1::uuid[], $2::uuid[], $3::text[]) as w (id, ticket_id, words) order by id
       on conflict (entry_id) do update set ticket_id = excluded.ticket_id, words = excluded.words`,
      [rows.map(({ id }) => id), rows.map(({ ticket_id }) => ticket_id), words],
      'ticketing_put_entry_words',
    );
  }
}
