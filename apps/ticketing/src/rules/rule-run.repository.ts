import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { RuleAction } from '../desk/schema/rule-actions.js';
import type { RuleRun } from './rule-set.js';

/** A run as it is kept. */
export interface RuleRunRow extends Omit<RuleRun, 'effects'> {
  readonly id: string;
  readonly ticketId: string;
  readonly eventId: string;
  /** The first happening that led here. */
  readonly chain: string;
  /** Rules between that and this one, itself counted. */
  readonly depth: number;
  /** Among those that were planned with it. */
  readonly place: number;
  readonly deskVersion: number;
  /** Versions of the ticket that its actions made: events with these were caused by it. */
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly at: Date;
}

export interface RuleRunView {
  readonly id: string;
  readonly rule: string;
  readonly event: string;
  readonly matched: RuleRun['matched'];
  readonly actions: readonly RuleAction[];
  readonly changes: RuleRun['changes'];
  readonly fault: string | null;
  readonly depth: number;
  readonly deskVersion: number;
  readonly at: Date;
}

/** Where an event comes from. */
export interface Chain {
  readonly chain: string;
  readonly depth: number;
  /** Rules that ran in it on this ticket. */
  readonly rules: readonly string[];
}

@Injectable()
export class RuleRunRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(transaction: Transaction, runs: readonly RuleRunRow[]): Promise<void> {
    if (runs.length === 0) return;
    await transaction.query(
      `insert into rule_runs (id, ticket_id, rule, event, event_id, chain, depth, place, desk_version, matched, actions, changes, fault, from_version, to_version, at)
       select id, "ticketId", rule, event, "eventId", chain, depth, place, "deskVersion", matched, actions, changes, fault, "fromVersion", "toVersion", at
       from json_to_recordset($1::json) as r (id uuid, "ticketId" uuid, rule text, event text, "eventId" text, chain text, depth int, place int, "deskVersion" int,
         matched jsonb, actions jsonb, changes jsonb, fault text, "fromVersion" int, "toVersion" int, at timestamptz)`,
      [JSON.stringify(runs)],
      'ticketing_insert_rule_runs',
    );
  }

  /** By the ids of the events: the chain of what made it; of what no rule made, a chain that begins with it. */
  async findChains(
    sql: Sql,
    events: readonly { readonly id: string; readonly ticketId: string; readonly version: number | null; readonly root: string }[],
  ): Promise<Map<string, Chain>> {
    const rows = await sql.query<{ id: string } & Chain>(
      `select e.id, coalesce(c.chain, e.root) as chain, coalesce(c.depth, 0) as depth,
         array(select distinct o.rule from rule_runs o where o.ticket_id = e.ticket_id and o.chain = coalesce(c.chain, e.root)) as rules
       from unnest($1::text[], $2::uuid[], $3::int[], $4::text[]) as e (id, ticket_id, version, root)
       left join lateral (select r.chain, r.depth from rule_runs r where r.ticket_id = e.ticket_id and r.from_version < e.version and r.to_version >= e.version
         order by r.depth desc limit 1) c on true`,
      [
        events.map(({ id }) => id),
        events.map(({ ticketId }) => ticketId),
        events.map(({ version }) => version),
        events.map(({ root }) => root),
      ],
      'ticketing_find_rule_chains',
    );
    return new Map(rows.map(({ id, ...chain }) => [id, chain]));
  }

  /** How often each rule ran on each of the tickets since then: `ticket rule` → times. */
  async countSince(sql: Sql, ticketIds: readonly string[], since: Date): Promise<Map<string, number>> {
    const rows = await sql.query<{ ticketId: string; rule: string; times: number }>(
      `select ticket_id as "ticketId", rule, count(*)::int as times from rule_runs where ticket_id = any($1::uuid[]) and at > $2 group by 1, 2`,
      [[...ticketIds], since],
      'ticketing_count_rule_runs',
    );
    return new Map(rows.map(({ ticketId, rule, times }) => [`${ticketId} ${rule}`, times]));
  }

  /** Of a ticket and what was merged into it, newest first. */
  async listOf(ticketId: string, limit: number): Promise<RuleRunView[]> {
    return this.database.sql.query<RuleRunView>(
      `select id, rule, event, matched, actions, changes, fault, depth, desk_version as "deskVersion", at from rule_runs
       where ticket_id in (select id from tickets where id = $1::uuid or merged_into = $1::uuid) order by at desc, depth desc, place desc limit $2`,
      [ticketId, limit],
    );
  }
}
