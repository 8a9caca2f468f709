import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Transaction } from '#database';
import { RetriableError } from '#runtime';
import type { KeyedRequest } from './keyed-request.js';

export interface KnownRequest {
  readonly request_hash: string;
  readonly answer: { readonly body: unknown } | null;
}

/** What a change returned. */
export interface StoredEffect {
  readonly result?: unknown;
}

const THIS = 'principal = $1 and key = $2';

/** Requests by key: who works on one, what it did, what was answered. */
@Injectable()
export class RequestRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Takes the work on a request: nobody else had it, or gave it back, or was silent since `abandonedBefore`. What was kept from before
   * `forgottenBefore` counts as never asked. False when there is an answer, another request, or somebody at work.
   */
  async claim(
    { principal, key, hash }: KeyedRequest,
    claim: string,
    times: { now: Date; abandonedBefore: Date; forgottenBefore: Date },
  ): Promise<boolean> {
    const rows = await this.database.sql.query(
      `insert into http_idempotency as known (principal, key, request_hash, started_at, claim) values ($1, $2, $3, $4, $5)
       on conflict (principal, key) do update set request_hash = excluded.request_hash, started_at = excluded.started_at, answer = null,
         claim = excluded.claim, effect = case when known.started_at < $7 then null else known.effect end
       where known.started_at < $7 or (known.answer is null and known.request_hash = excluded.request_hash
         and (known.claim is null or known.started_at < $6))
       returning key`,
      [principal, key, hash, times.now, claim, times.abandonedBefore, times.forgottenBefore],
    );
    return rows.length > 0;
  }

  async find({ principal, key }: KeyedRequest): Promise<KnownRequest | null> {
    const [row] = await this.database.sql.query<KnownRequest & { [column: string]: unknown }>(
      `select request_hash, answer from http_idempotency where ${THIS}`,
      [principal, key],
    );
    return row ?? null;
  }

  /** Locks the request: two at work on it come one after the other, and the second sees the effect of the first. */
  async findEffect(transaction: Transaction, { principal, key }: KeyedRequest): Promise<StoredEffect | null> {
    const [row] = await transaction.query<{ effect: StoredEffect | null }>(`select effect from http_idempotency where ${THIS} for update`, [
      principal,
      key,
    ]);
    if (row === undefined) throw new RetriableError('the request was forgotten while it ran', { code: 'request_forgotten' });
    return row.effect;
  }

  async keepEffect(transaction: Transaction, { principal, key }: KeyedRequest, effect: StoredEffect): Promise<void> {
    await transaction.query(`update http_idempotency set effect = $3 where ${THIS}`, [principal, key, JSON.stringify(effect)]);
  }

  async keepAnswer({ principal, key }: KeyedRequest, body: unknown): Promise<void> {
    await this.database.sql.query(`update http_idempotency set answer = $3 where ${THIS} and answer is null`, [
      principal,
      key,
      JSON.stringify({ body }),
    ]);
  }

  /** After a failure. Without an effect the key is free for anything; with one the same request may have its answer at once. */
  async giveBack({ principal, key }: KeyedRequest, claim: string): Promise<void> {
    const own = [principal, key, claim];
    await this.database.sql.query(`delete from http_idempotency where ${THIS} and claim = $3 and answer is null and effect is null`, own);
    await this.database.sql.query(`update http_idempotency set claim = null where ${THIS} and claim = $3`, own);
  }

  async forget(before: Date): Promise<void> {
    await this.database.sql.query('delete from http_idempotency where started_at < $1', [before]);
  }
}
