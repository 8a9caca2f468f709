import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Transaction } from '#database';
import { EVENT_BUS } from '#event-bus';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { CLOCK, PermanentError, RetriableError } from '#runtime';
import type { Clock } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { EntryRepository } from './entry.repository.js';
import type { TicketDraft } from './ticket-draft.js';
import { WorkUnit } from './work-unit.js';
import { TicketRepository } from './ticket.repository.js';
import { TurnKeepers } from './turn-keepers.js';

const TRIES = 3;
const IN_THE_WAY: ReadonlySet<string> = new Set(['deadlock', 'serialization_failure', 'entry_exists', 'ticket_merged']);

/** Changes tickets off the hot path: what an agent or the house itself does. One transaction; events go out as its last statement. */
@Injectable()
export class TicketWork {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    private readonly tickets: TicketRepository,
    private readonly entries: EntryRepository,
    private readonly effects: Effects,
    private readonly turns: TurnKeepers,
  ) {}

  /**
   * Runs `work`, writes what it changed and tells it; for a request with an Idempotency-Key once (`Effects`), so its result is JSON. Tries again
   * by itself when another transaction was in the way.
   */
  async run<T>(work: (unit: WorkUnit) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        const result = await this.database.run(async (transaction) => {
          let records: readonly OutgoingRecord[] = [];
          const result = await this.effects.once(transaction, async () => {
            const done = await this.runIn(transaction, this.clock.now(), work);
            records = done.records;
            return done.result;
          });
          if (records.length > 0) await this.bus.appendInTransaction(transaction, records);
          return result;
        });
        this.effects.close();
        return result;
      } catch (error) {
        if (!(error instanceof RetriableError && IN_THE_WAY.has(error.code)) || tries === TRIES) throw error;
      }
    }
  }

  /** As a part of a transaction of somebody else, who must append the records at its end. */
  async runIn<T>(
    transaction: Transaction,
    now: Date,
    work: (unit: WorkUnit) => Promise<T>,
  ): Promise<{ result: T; records: readonly OutgoingRecord[] }> {
    const unit = new WorkUnit(transaction, now, this.tickets);
    const result = await work(unit);
    await this.tickets.write(transaction, unit.openings, unit.changedDrafts(), now);
    await this.tickets.addPeople(transaction, unit.people);
    await this.entries.insert(transaction, unit.entries, [], now);
    await this.turns.keep(unit);
    return { result, records: unit.takeRecords() };
  }
}

export function refuseStale(draft: TicketDraft, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion === draft.version) return;
  throw new PermanentError(`ticket ${draft.number} is at version ${draft.version}, not ${expectedVersion}`, {
    code: 'version_conflict',
    hint: 'look at what changed, then send again with the current version',
    fields: { currentVersion: draft.version, expectedVersion },
  });
}
