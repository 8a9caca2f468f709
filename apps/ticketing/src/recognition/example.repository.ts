import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import type { Example } from './classifier/train.js';
import type { LearnedKind } from './recogniser.js';

export interface NewExample extends Example {
  readonly kind: LearnedKind;
  /** Of a correction: a later one of the same ticket takes its place. */
  readonly ticketId: string | null;
}

/** More than that, the newest count. */
const MOST_EXAMPLES = 50_000;

/** What people said a text is about. */
@Injectable()
export class ExampleRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    examples: readonly NewExample[],
    by: { readonly source: 'agent' | 'import'; readonly actor: Actor },
    now: Date,
  ): Promise<void> {
    if (examples.length === 0) return;
    const last = new Map(examples.map((one) => [one.ticketId === null ? randomUUID() : `${one.kind} ${one.ticketId}`, one]));
    const rows = [...last.values()].map(({ kind, ticketId, text, label }) => ({
      id: randomUUID(),
      kind,
      ticket_id: ticketId,
      text,
      label,
    }));
    await transaction.query(
      `insert into recognition_examples (id, kind, ticket_id, text, label, source, actor, at)
       select id, kind, ticket_id, text, label, $2, $3::jsonb, $4::timestamptz
       from json_to_recordset($1::json) as e (id uuid, kind text, ticket_id uuid, text text, label text) order by kind, ticket_id
       on conflict (kind, ticket_id) where ticket_id is not null
       do update set text = excluded.text, label = excluded.label, source = excluded.source, actor = excluded.actor, at = excluded.at`,
      [JSON.stringify(rows), by.source, JSON.stringify(by.actor), now],
    );
  }

  async list(kind: LearnedKind): Promise<Example[]> {
    return this.database.sql.query<Example>(
      `select text, label from (select id, text, label, at from recognition_examples where kind = $1 order by at desc, id limit ${MOST_EXAMPLES}) newest
       order by at, id`,
      [kind],
    );
  }

  async count(kind: LearnedKind, since: Date | null): Promise<number> {
    const [row] = await this.database.sql.query<{ count: number }>(
      'select count(*)::int as count from recognition_examples where kind = $1 and ($2::timestamptz is null or at >= $2::timestamptz)',
      [kind, since],
    );
    return row!.count;
  }
}
