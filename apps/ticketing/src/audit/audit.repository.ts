import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import { type AuditFacts, type AuditLink, chain, GENESIS, writeRecord } from './audit-record.js';
import type { AuditHead, AuditKey } from './audit-signer.js';

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly ticketId?: string;
  readonly since?: Date;
  readonly until?: Date;
}

/** A record as it is read; `seq` is null for the second before it is chained. */
export interface AuditView extends AuditFacts {
  readonly id: string;
  readonly at: string;
  readonly seq: number | null;
  readonly hash: string | null;
}

interface Row {
  readonly noted: string;
  readonly record: string;
  readonly seq: number | null;
  readonly hash: string | null;
}

const PAGE = 2_000;
const LINK = `seq::int as seq, record::text as record, encode(hash, 'hex') as hash`;

/** Records of what was done. Written without a number, so that nobody waits for anybody; chained afterwards by one at a time. */
@Injectable()
export class AuditRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** In the transaction of what is done, or by itself. */
  static async note(sql: Sql, at: Date, facts: AuditFacts): Promise<void> {
    const id = makeOrderedId(at);
    await sql.query('insert into audit_log (id, record) values ($1, $2)', [id, writeRecord(id, at, facts)], 'audit-note');
  }

  /** Chains up to `most` records that are not yet; returns the new end of the chain, null when somebody else is at it or there is nothing. */
  async chainNext(most: number, run: (last: AuditLink, transaction: Transaction) => Promise<void>): Promise<number> {
    return this.database.run(async (transaction) => {
      const [lock] = await transaction.query<{ ours: boolean }>(`select pg_try_advisory_xact_lock(hashtext('audit-chain')) as ours`);
      if (lock?.ours !== true) return 0;
      const rows = await transaction.query<{ id: string; record: string }>(
        'select id, record::text as record from audit_log where seq is null order by noted limit $1',
        [most],
      );
      if (rows.length === 0) return 0;
      const links = chain(
        await this.findEnd(transaction),
        rows.map(({ record }) => record),
      );
      await transaction.query(
        `update audit_log l set seq = g.seq, hash = g.hash from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as g (id, seq, hash) where l.id = g.id`,
        [rows.map(({ id }) => id), links.map(({ seq }) => seq), links.map(({ hash }) => Buffer.from(hash, 'hex'))],
      );
      await run(links.at(-1)!, transaction);
      return links.length;
    });
  }

  /** The end of the chain; where a signed head says that more was there, behind that: what was cut off is not papered over. */
  private async findEnd(sql: Sql): Promise<{ seq: number; hash: string }> {
    const [end] = await sql.query<{ seq: number; hash: string }>(
      `select seq::int as seq, encode(hash, 'hex') as hash from (
         (select seq, hash from audit_log where seq is not null order by seq desc limit 1)
         union all (select seq, hash from audit_heads order by seq desc limit 1)) ends order by seq desc limit 1`,
    );
    return end ?? { seq: 0, hash: GENESIS };
  }

  async *links(from = 1): AsyncGenerator<AuditLink[]> {
    for (let next = from; ;) {
      const page = await this.database.sql.query<AuditLink & { [column: string]: unknown }>(
        `select ${LINK} from audit_log where seq >= $1 order by seq limit ${PAGE}`,
        [next],
      );
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      next = page.at(-1)!.seq + 1;
    }
  }

  async keepHead(sql: Sql, head: AuditHead, key: AuditKey): Promise<void> {
    await sql.query(
      `insert into audit_keys (key_id, public_key, voucher, first_used_at) values ($1, $2, $3, $4) on conflict (key_id) do nothing`,
      [key.keyId, key.publicKey, key.voucher === null ? null : JSON.stringify(key.voucher), head.signedAt],
    );
    await sql.query(
      `insert into audit_heads (seq, hash, signed_at, key_id, signature) values ($1, $2, $3, $4, $5) on conflict (seq) do nothing`,
      [head.seq, Buffer.from(head.hash, 'hex'), head.signedAt, head.keyId, head.signature],
    );
  }

  async heads(sql: Sql = this.database.sql, lastOnly = false): Promise<AuditHead[]> {
    const rows = await sql.query<Omit<AuditHead, 'signedAt'> & { signedAt: Date }>(
      `select seq::int as seq, encode(hash, 'hex') as hash, signed_at as "signedAt", key_id as "keyId", signature from audit_heads
       order by seq desc ${lastOnly ? 'limit 1' : ''}`,
    );
    return rows.map((head) => ({ ...head, signedAt: head.signedAt.toISOString() })).reverse();
  }

  async keys(): Promise<AuditKey[]> {
    return this.database.sql.query<AuditKey & { [column: string]: unknown }>(
      `select key_id as "keyId", public_key as "publicKey", voucher from audit_keys order by first_used_at`,
    );
  }

  /** Newest first. */
  async list(filter: AuditFilter, page: { limit?: number; cursor?: string }): Promise<{ items: AuditView[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [];
    const where = ['true'];
    const add = (sql: string, value: unknown) => {
      if (value === undefined) return;
      values.push(value);
      where.push(sql.replaceAll('?', `$${values.length}`));
    };
    add('actor_id = ?', filter.actor);
    add(`(action = ? or action like ? || ' %')`, filter.action);
    add('ticket_id = ?::text', filter.ticketId);
    add('happened_at >= ?', filter.since?.toISOString());
    add('happened_at < ?', filter.until?.toISOString());
    add('noted < ?::bigint', page.cursor === undefined ? undefined : decodeCursor(page.cursor, 1)[0]);
    const rows = await this.database.sql.query<Row & { [column: string]: unknown }>(
      `select noted::text as noted, ${LINK} from audit_log where ${where.join(' and ')} order by noted desc limit ${limit + 1}`,
      values,
    );
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(({ record, seq, hash }) => {
        const { v: _version, ...facts } = JSON.parse(record) as AuditView & { v: number };
        return { ...facts, seq, hash };
      }),
      nextCursor: rows.length > limit ? encodeCursor([shown.at(-1)!.noted]) : null,
    };
  }
}
