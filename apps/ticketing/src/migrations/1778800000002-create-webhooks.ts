import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table webhooks (
     id uuid primary key,
     name text not null,
     url text not null,
     events text[] not null,
     enabled boolean not null,
     disabled_at timestamptz,
     disabled_reason text,
     failing_since timestamptz,
     secret text not null,
     older_secret text,
     older_secret_until timestamptz,
     created_by text not null,
     created_at timestamptz not null,
     updated_at timestamptz not null
   )`,
  `create table webhook_deliveries (
     id uuid primary key,
     webhook_id uuid not null,
     event_type text not null,
     ticket_id uuid,
     body text not null,
     state text not null check (state in ('pending', 'delivered', 'failed', 'dropped')),
     tries integer not null default 0,
     created_at timestamptz not null,
     next_try_at timestamptz,
     last_try_at timestamptz,
     last_status integer,
     last_error text,
     finished_at timestamptz
   )`,
  `create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_try_at) where state = 'pending'`,
  'create index webhook_deliveries_created on webhook_deliveries (webhook_id, created_at desc, id desc)',
  'create index webhook_deliveries_ticket on webhook_deliveries (ticket_id) where ticket_id is not null',
  'create index webhook_deliveries_finished on webhook_deliveries (finished_at)',
];

/** Who is told over HTTP of what happens, and how far each telling got. */
export class CreateWebhooks1778800000002 implements MigrationInterface {
  readonly name = 'CreateWebhooks1778800000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table webhook_deliveries, webhooks');
  }
}
