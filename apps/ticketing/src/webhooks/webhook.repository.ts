import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Webhook } from './webhook.js';

/** As it is stored: secrets are sealed. */
export interface WebhookRow extends Webhook {
  readonly secret: string;
  readonly olderSecret: string | null;
  readonly olderSecretUntil: Date | null;
}

const COLUMNS = `id, name, url, events, enabled, disabled_reason as "disabledReason", disabled_at as "disabledAt", failing_since as "failingSince",
  created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt", secret, older_secret as "olderSecret",
  older_secret_until as "olderSecretUntil"`;

@Injectable()
export class WebhookRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async list(): Promise<WebhookRow[]> {
    return this.database.sql.query<WebhookRow & { [column: string]: unknown }>(`select ${COLUMNS} from webhooks order by created_at, id`);
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<WebhookRow | null> {
    const [row] = await sql.query<WebhookRow & { [column: string]: unknown }>(`select ${COLUMNS} from webhooks where id = $1::uuid`, [id]);
    return row ?? null;
  }

  async insert(
    transaction: Transaction,
    webhook: Pick<Webhook, 'id' | 'name' | 'url' | 'events' | 'createdBy'> & { secret: string },
    now: Date,
  ): Promise<void> {
    const { id, name, url, events, createdBy, secret } = webhook;
    await transaction.query(
      `insert into webhooks (id, name, url, events, enabled, secret, created_by, created_at, updated_at) values ($1, $2, $3, $4, true, $5, $6, $7, $7)`,
      [id, name, url, events, secret, createdBy, now],
    );
  }

  /** What is absent stays. Switching it on forgets why it was off. */
  async change(
    transaction: Transaction,
    id: string,
    change: Partial<Pick<Webhook, 'name' | 'url' | 'events' | 'enabled'>>,
    now: Date,
  ): Promise<boolean> {
    const rows = await transaction.query(
      `update webhooks set name = coalesce($2, name), url = coalesce($3, url), events = coalesce($4::text[], events), enabled = coalesce($5, enabled),
         disabled_at = case when $5 then null when $5 = false and enabled then $6 else disabled_at end,
         disabled_reason = case when $5 is not null then null else disabled_reason end,
         failing_since = case when $5 then null else failing_since end, updated_at = $6
       where id = $1::uuid returning id`,
      [id, change.name ?? null, change.url ?? null, change.events ?? null, change.enabled ?? null, now],
    );
    return rows.length > 0;
  }

  async rotate(transaction: Transaction, id: string, secret: string, olderUntil: Date, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      `update webhooks set older_secret = secret, older_secret_until = $3, secret = $2, updated_at = $4 where id = $1::uuid returning id`,
      [id, secret, olderUntil, now],
    );
    return rows.length > 0;
  }

  async remove(transaction: Transaction, id: string): Promise<boolean> {
    await transaction.query('delete from webhook_deliveries where webhook_id = $1::uuid', [id]);
    return (await transaction.query('delete from webhooks where id = $1::uuid returning id', [id])).length > 0;
  }

  /** A try that got through, or did not. Answers since when none does. */
  async noteTry(id: string, through: boolean, now: Date): Promise<Date | null> {
    const [row] = await this.database.sql.query<{ since: Date | null }>(
      `update webhooks set failing_since = case when $2 then null else coalesce(failing_since, $3) end where id = $1::uuid returning failing_since as since`,
      [id, through, now],
    );
    return row?.since ?? null;
  }

  /** False when it was off already. What waits is dropped, and so is what happens until it is on again; all of it is sent anew on demand. */
  async disable(transaction: Transaction, id: string, reason: string, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      `update webhooks set enabled = false, disabled_at = $3, disabled_reason = $2, updated_at = $3 where id = $1::uuid and enabled returning id`,
      [id, reason, now],
    );
    if (rows.length === 0) return false;
    await transaction.query(
      `update webhook_deliveries set state = 'dropped', next_try_at = null, finished_at = $2 where webhook_id = $1::uuid and state = 'pending'`,
      [id, now],
    );
    return true;
  }
}
