import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { HeldMessage } from '#contracts';
import { DATABASE, type Database } from '#database';
import { DEAD_LETTERS, EVENT_BUS, type DeadLetters, type EventBus } from '#event-bus';
import { findWaitingDeliveries } from '../ledger/waiting-messages.js';
import type { Standing } from './compare-holdings.js';

/** A remote's clock may be wrong by this much, and a mail be moved to where we read. */
const EARLIER_MS = 2 * 86_400_000;
const WAITING = { received: 'received', parked: 'parked', 'dead-lettered': 'dead_lettered' } as const;

/** What the ledger knows of deliveries, whichever inbox they went to. */
@Injectable()
export class KnownDeliveries {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(DEAD_LETTERS) private readonly deadLetters: DeadLetters,
  ) {}

  /** By their ref; what is not in there we never had. */
  async find(held: readonly HeldMessage[]): Promise<Map<string, Standing>> {
    const known = new Map<string, Standing>();
    if (held.length === 0) return known;
    // Before the ledger: what becomes an entry between the two questions is found by the second.
    const waiting = await findWaitingDeliveries(this.bus, this.deadLetters);
    for (const [ref, outcome] of waiting) known.set(ref, WAITING[outcome]);
    for (const ref of await this.findErased(held)) known.set(ref, 'erased');
    for (const { ref, standing } of await this.findSettled(held)) known.set(ref, standing);
    return known;
  }

  private async findSettled(held: readonly HeldMessage[]): Promise<{ ref: string; standing: Standing }[]> {
    return this.database.sql.query(
      `select l.delivery_id as ref, case when l.outcome = 'duplicate' then 'duplicate'
           when e.parts->0->>'code' = 'message.parked' then 'not_fetched' when t.quarantined then 'quarantined' else 'ticketed' end as standing
       from ledger l left join entries e on e.id = l.entry_id left join tickets t on t.id = e.ticket_id
       where l.delivery_id = any($1::text[]) and l.recorded_at >= $2`,
      [held.map(({ ref }) => ref), earliestOf(held)],
    );
  }

  private async findErased(held: readonly HeldMessage[]): Promise<string[]> {
    const byPrint = new Map(held.map(({ ref }) => [hash('sha256', ref, 'hex'), ref]));
    const rows = await this.database.sql.query<{ print: string }>(
      `select encode(print, 'hex') as print from erased_deliveries where print = any(array(select decode(p, 'hex') from unnest($1::text[]) as p))`,
      [[...byPrint.keys()]],
    );
    return rows.map(({ print }) => byPrint.get(print)!);
  }
}

/** Nothing was recorded before it came. */
function earliestOf(held: readonly HeldMessage[]): Date {
  const times = held.map(({ at }) => (at === undefined ? 0 : Date.parse(at)));
  return new Date(times.reduce((first, time) => Math.min(first, time), Number.MAX_SAFE_INTEGER / 2) - EARLIER_MS);
}
