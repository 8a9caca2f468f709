import { Inject, Injectable } from '@nestjs/common';
import type { Database, Transaction } from '#database';
import { DATABASE, together } from '#database';
import type { ConsumedRecord } from '#event-bus';
import { CLOCK, RetriableError } from '#runtime';
import type { Clock } from '#runtime';
import { Acknowledger } from '../acknowledgements/acknowledger.js';
import { ProgressTeller } from '../acknowledgements/progress-teller.js';
import { BatchPlanner } from './batch-planner.js';
import { BatchResolver } from './batch-resolver.js';
import { BatchWriter } from './batch-writer.js';
import { EntryChanges } from './entry-changes.js';
import { findNaming } from './learned-authors.js';
import type { IntakeItem } from './intake-item.js';
import { readRecords } from './read-records.js';
import { findDeliveredAgain, noteDeliveredAgain } from './repeated-deliveries.js';
import { sortOut } from './sort-out.js';
import type { KnownEntry } from './sort-out.js';

/** What became of a batch. */
export interface IntakeOutcome {
  readonly entries: number;
  readonly tickets: number;
  /** Records of messages that were entries already. */
  readonly repeated: number;
}

/** Tries when another transaction was in the way: it has committed by then, so one more is nearly always enough. */
const TRIES = 4;
const IN_THE_WAY: ReadonlySet<string> = new Set(['deadlock', 'serialization_failure', 'entry_exists', 'ticket_merged']);

/** The only door for inbound: a batch of records becomes entries in one transaction. Idempotent, whatever of it was seen before. */
@Injectable()
export class BatchIntake {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly resolver: BatchResolver,
    private readonly planner: BatchPlanner,
    private readonly acknowledger: Acknowledger,
    private readonly progress: ProgressTeller,
    private readonly changes: EntryChanges,
    private readonly writer: BatchWriter,
  ) {}

  /** `traceparents`: the trace of each record as it goes on here; default: as it came. */
  async take(records: readonly ConsumedRecord[], traceparents?: readonly string[]): Promise<IntakeOutcome> {
    const items = readRecords(records, traceparents);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.database.run((transaction) => this.takeIn(transaction, items));
      } catch (error) {
        if (!(error instanceof RetriableError && IN_THE_WAY.has(error.code)) || tries === TRIES) throw error;
      }
    }
  }

  private async takeIn(transaction: Transaction, items: readonly IntakeItem[]): Promise<IntakeOutcome> {
    const now = this.clock.now();
    const known = await findKnown(transaction, items);
    const sorted = sortOut(items, known);
    const again = await findDeliveredAgain(transaction, sorted.repeated, known);
    const changing = [...sorted.revisions.map(({ message }) => message.id as string), ...sorted.changes.map(({ entryId }) => entryId)];
    const batch = await this.resolver.resolve(transaction, sorted.fresh, findNaming(sorted.revisions, known), now);
    const plan = await this.planner.plan(
      transaction,
      batch.messages,
      [...changing.map((id) => known.get(id)!.ticketId), ...again.map(({ ticketId }) => ticketId)],
      now,
    );
    await this.acknowledger.extend(plan, now);
    await this.progress.extend(transaction, plan, now);
    const changed = await this.changes.apply(transaction, sorted, batch.named, plan.drafts, now);
    const told = [...changed, ...noteDeliveredAgain(again, plan.drafts, now)];
    const writing = this.writer.write(transaction, batch, plan, sorted, now);
    const further = this.writer.asksFollowUp(batch, plan, sorted)
      ? await writing.then(() => this.writer.followUp(transaction, batch, plan, sorted, now))
      : [];
    await together([writing, this.writer.tell(transaction, plan, [...told, ...further], now)]);
    return { entries: batch.messages.length, tickets: plan.openings.length, repeated: sorted.repeated.length };
  }
}

/** Which of these are entries already. The constraint on `entries.id` decides; this only spares the work. */
async function findKnown(transaction: Transaction, items: readonly IntakeItem[]): Promise<Map<string, KnownEntry>> {
  const ids = new Set(items.map((item) => (item.kind === 'message' ? item.message.id : item.entryId)));
  const rows = await transaction.query<{ id: string; ticket_id: string; revision: number; nameless: boolean }>(
    `select id, ticket_id, revision, coalesce(author->'identity'->>'assurance' = 'anonymous', false) as nameless
     from entries where id = any($1::uuid[])`,
    [[...ids]],
    'ticketing_find_known',
  );
  return new Map(rows.map(({ id, ticket_id: ticketId, revision, nameless }) => [id, { id, ticketId, revision, nameless }]));
}
