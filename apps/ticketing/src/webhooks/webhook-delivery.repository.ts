import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import type { DeliveryState, WebhookDelivery } from './webhook.js';

export interface NewDelivery {
  /** Of what happened; with the webhook it makes the delivery's id. */
  readonly eventId: string;
  readonly eventType: string;
  readonly ticketId: string | null;
  readonly body: string;
}

export interface ClaimedDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly body: string;
  /** This one included. */
  readonly tries: number;
}

export interface TryOutcome {
  readonly state: DeliveryState;
  readonly status: number | null;
  readonly error: string | null;
  readonly nextTryAt: Date | null;
}

const COLUMNS = `id, webhook_id as "webhookId", event_type as "eventType", ticket_id as "ticketId", state, tries, created_at as "createdAt",
  next_try_at as "nextTryAt", last_try_at as "lastTryAt", last_status as "lastStatus", last_error as "lastError",
  case when state = 'delivered' then finished_at end as "deliveredAt"`;

@Injectable()
export class WebhookDeliveryRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** For every webhook that wants it; for one that was switched off by itself as dropped, so that it can be sent anew. What was entered already is not entered again. */
  async enter(transaction: Transaction, deliveries: readonly NewDelivery[], now: Date): Promise<void> {
    if (deliveries.length === 0) return;
    await transaction.query(
      `insert into webhook_deliveries (id, webhook_id, event_type, ticket_id, body, state, created_at, next_try_at, finished_at)
       select md5(w.id::text || e."eventId")::uuid, w.id, e."eventType", e."ticketId", e.body, case when w.enabled then 'pending' else 'dropped' end,
         $2::timestamptz, case when w.enabled then $2::timestamptz end, case when not w.enabled then $2::timestamptz end
       from json_to_recordset($1::json) as e ("eventId" text, "eventType" text, "ticketId" uuid, body text)
       join webhooks w on (w.enabled or w.disabled_reason is not null) and (w.events = '{}' or e."eventType" = any(w.events))
       order by 1 on conflict do nothing`,
      [JSON.stringify(deliveries), now],
      'webhooks-enter',
    );
  }

  async enterOne(transaction: Transaction, webhookId: string, { eventId, eventType, body }: NewDelivery, now: Date): Promise<string> {
    const [row] = await transaction.query<{ id: string }>(
      `insert into webhook_deliveries (id, webhook_id, event_type, body, state, created_at, next_try_at)
       values (md5($1::text || $2)::uuid, $1::uuid, $3, $4, 'pending', $5, $5) returning id`,
      [webhookId, eventId, eventType, body, now],
    );
    return row!.id;
  }

  /**
   * Takes deliveries that are due, fairly over webhooks; `busy` has as many under way as it may. They are due again after `leaseMs`, unless their
   * outcome is kept before: whoever dies over one leaves it to the next.
   */
  async claim(now: Date, leaseMs: number, most: number, each: number, busy: readonly string[]): Promise<ClaimedDelivery[]> {
    const rows = await this.database.sql.query<ClaimedDelivery & { [column: string]: unknown }>(
      `with due as (
         select d.id from webhooks w cross join lateral (
           select id, next_try_at from webhook_deliveries d where d.webhook_id = w.id and d.state = 'pending' and d.next_try_at <= $1
           order by d.next_try_at, d.id limit $4 for update skip locked) d
         where w.id <> all($5::uuid[]) order by d.next_try_at limit $3)
       update webhook_deliveries d set tries = tries + 1, last_try_at = $1, next_try_at = $2 from due where d.id = due.id
       returning d.id, d.webhook_id as "webhookId", d.body, d.tries`,
      [now, new Date(now.getTime() + leaseMs), most, each, busy],
    );
    return rows;
  }

  async keepOutcome(id: string, { state, status, error, nextTryAt }: TryOutcome, now: Date): Promise<void> {
    await this.database.sql.query(
      `update webhook_deliveries set state = $2, last_status = $3, last_error = $4, next_try_at = $5,
         finished_at = case when $2 = 'pending' then null else $6::timestamptz end
       where id = $1 and state = 'pending'`,
      [id, state, status, error, nextTryAt, now],
    );
  }

  /** Sends one anew, or all of a webhook that did not get through since a time. Returns how many. */
  async redeliver(transaction: Transaction, webhookId: string, which: { id: string } | { since: Date }, now: Date): Promise<number> {
    const rows = await transaction.query(
      `update webhook_deliveries set state = 'pending', tries = 0, next_try_at = $2, finished_at = null
       where webhook_id = $1::uuid and ${'id' in which ? 'id = $3::uuid' : `state in ('failed', 'dropped') and created_at >= $3`} returning 1`,
      [webhookId, now, 'id' in which ? which.id : which.since],
    );
    return rows.length;
  }

  /** Newest first. */
  async list(
    webhookId: string,
    { state, ticketId }: { state?: DeliveryState; ticketId?: string },
    page: { limit?: number; cursor?: string },
  ): Promise<{ items: WebhookDelivery[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const [at = null, id = null] = page.cursor === undefined ? [] : decodeCursor(page.cursor, 2);
    const rows = await this.database.sql.query<WebhookDelivery & { [column: string]: unknown }>(
      `select ${COLUMNS} from webhook_deliveries where webhook_id = $1::uuid and ($2::text is null or state = $2) and ($3::uuid is null or ticket_id = $3)
         and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid)) order by created_at desc, id desc limit ${limit + 1}`,
      [webhookId, state ?? null, ticketId ?? null, at, id],
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown, nextCursor: rows.length > limit ? encodeCursor([last!.createdAt.toISOString(), last!.id]) : null };
  }

  async find(webhookId: string, id: string): Promise<(WebhookDelivery & { readonly body: string }) | null> {
    const [row] = await this.database.sql.query<WebhookDelivery & { body: string; [column: string]: unknown }>(
      `select ${COLUMNS}, body from webhook_deliveries where webhook_id = $1::uuid and id = $2::uuid`,
      [webhookId, id],
    );
    return row ?? null;
  }

  async prune(before: Date): Promise<void> {
    await this.database.sql.query('delete from webhook_deliveries where finished_at < $1', [before]);
  }
}
