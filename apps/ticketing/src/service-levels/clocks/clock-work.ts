import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { TicketFactsReader } from '../../facts/ticket-facts.js';
import type { TicketRef } from '../../tickets/ticket-events.js';
import type { TicketStatus } from '../../tickets/ticket-state.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { ClockDesk } from './clock-desk.js';
import { ClockRepository } from './clock.repository.js';
import { ClockTeller } from './clock-teller.js';
import type { FollowedClocks, TicketWorkState } from './follow-happening.js';
import { TicketClocks } from './ticket-clocks.js';

/** Clocks of tickets, locked and with their desk, to let things happen to them and write what came of it. */
export class OpenClocks implements FollowedClocks {
  constructor(
    private readonly unit: WorkUnit,
    private readonly teller: ClockTeller,
    private readonly tickets: ReadonlyMap<
      string,
      { readonly ref: TicketRef; readonly clocks: TicketClocks; readonly state: TicketWorkState; readonly status: TicketStatus | null }
    >,
  ) {}

  of(ticketId: string): TicketClocks | undefined {
    return this.tickets.get(ticketId)?.clocks;
  }

  stateOf(ticketId: string): TicketWorkState {
    return this.tickets.get(ticketId)?.state ?? 'merged';
  }

  /** As it is now; null for what was merged. */
  statusOf(ticketId: string): TicketStatus | null {
    return this.tickets.get(ticketId)?.status ?? null;
  }

  /** `as` judged: nothing but `rejudge` was asked of them. */
  async save(as: 'whole' | 'judged' = 'whole'): Promise<void> {
    const all = [...this.tickets.values()];
    const changed = all.flatMap(({ clocks }) => [...clocks.changed]);
    if (changed.length === 0) return;
    await this.teller.write(this.unit, changed, as);
    for (const { ref, clocks } of all) for (const news of clocks.news) this.teller.tell(this.unit, ref, news);
  }
}

@Injectable()
export class ClockWork {
  constructor(
    private readonly desk: ClockDesk,
    private readonly clocks: ClockRepository,
    private readonly facts: TicketFactsReader,
    private readonly teller: ClockTeller,
  ) {}

  async open(unit: WorkUnit, ticketIds: readonly string[]): Promise<OpenClocks> {
    const ids = [...new Set(ticketIds)].sort();
    const { transaction } = unit;
    const clocks = await this.clocks.lockOf(transaction, ids);
    const facts = await this.facts.read(transaction, ids);
    const merged = ids.filter((id) => !facts.has(id));
    const refs = merged.length === 0 ? [] : await readRefs(transaction, merged);
    const overrides = await this.desk.readOverrides(transaction);
    const { book, version } = this.desk;
    const open = (ref: TicketRef) => {
      const known = facts.get(ref.id);
      const judging = known === undefined ? () => null : this.desk.judgingFor(known, overrides);
      const state: TicketWorkState = known === undefined ? 'merged' : known.quarantined ? 'quarantined' : 'worked-on';
      const status = known?.status ?? null;
      return { ref, state, status, clocks: new TicketClocks(ref.id, clocks.get(ref.id)!, book.kinds, judging, version) };
    };
    return new OpenClocks(unit, this.teller, new Map([...facts.values(), ...refs].map((ref) => [ref.id, open(ref)])));
  }
}

function readRefs(sql: Sql, ids: readonly string[]): Promise<TicketRef[]> {
  return sql.query<TicketRef>('select id, number, version from tickets where id = any($1::uuid[])', [ids]);
}
