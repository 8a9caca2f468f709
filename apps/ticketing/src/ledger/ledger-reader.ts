import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { DEAD_LETTERS, EVENT_BUS } from '#event-bus';
import type { DeadLetters, EventBus } from '#event-bus';
import { seenBy } from '../agents/viewer.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import type { Page } from '../tickets/ticket-view.js';
import type { LedgerItem, LedgerOutcome, LedgerQuery } from './ledger-item.js';
import { findWaiting, keyOf } from './waiting-messages.js';

/** A cursor before the first outcome: for a first page that is full of what waits. */
const START = ['9999-12-31T00:00:00.000Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff', ''];

/** "Where is my message": what became of each, from intake's own transaction; what has not become anything, from the log and its waiting rooms. */
@Injectable()
export class LedgerReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(DEAD_LETTERS) private readonly deadLetters: DeadLetters,
  ) {}

  /** What waits comes first, on the first page; then outcomes, newest first. */
  async find(query: LedgerQuery): Promise<Page<LedgerItem>> {
    const limit = toLimit(query.limit);
    if (query.cursor !== undefined) return this.findSettled(query, limit);
    const { bus, deadLetters } = this;
    const waits = query.hiddenInboxes === null ? [] : await findWaiting({ bus, deadLetters, sql: this.database.sql }, query, limit);
    const waiting = waits.slice(0, limit);
    const settled = await this.findSettled(query, limit - waiting.length);
    // What came to its outcome between the two questions is told once.
    const told = new Set(settled.items.map(keyOf));
    return { items: [...waiting.filter((item) => !told.has(keyOf(item))), ...settled.items], nextCursor: settled.nextCursor };
  }

  private async findSettled(query: LedgerQuery, limit: number): Promise<Page<LedgerItem>> {
    const values: unknown[] = [];
    const where: string[] = ['true'];
    if (query.remoteMessageId !== undefined) {
      values.push(query.remoteMessageId);
      where.push(`left(l.remote_message_id, 200) = left($${values.length}, 200) and l.remote_message_id = $${values.length}`);
    }
    if (query.inboxId !== undefined) {
      values.push(query.inboxId);
      where.push(`l.inbox_id = $${values.length}`);
    }
    if (query.viewer)
      where.push(
        `exists (select from entries e join tickets own on own.id = e.ticket_id join tickets t on t.id = coalesce(own.merged_into, own.id)
           where e.id = l.entry_id and ${seenBy(query.viewer, 't', (value) => `$${values.push(value)}`)})`,
      );
    if (query.cursor !== undefined) {
      values.push(...decodeCursor(query.cursor, 3));
      const at = values.length;
      where.push(`(l.recorded_at, l.entry_id, l.delivery_id) < ($${at - 2}::timestamptz, $${at - 1}::uuid, $${at}::text)`);
    }
    const rows = await this.database.sql.query<{
      outcome: LedgerOutcome;
      inboxId: string;
      remoteMessageId: string;
      deliveryId: string;
      receivedAt: Date;
      at: Date;
      entryId: string;
      ticketId: string;
      ticketNumber: string;
    }>(
      `select l.outcome, l.inbox_id as "inboxId", l.remote_message_id as "remoteMessageId", l.delivery_id as "deliveryId",
         l.received_at as "receivedAt", l.recorded_at as at, l.entry_id as "entryId", t.id as "ticketId", t.number as "ticketNumber"
       from ledger l left join entries e on e.id = l.entry_id left join tickets t on t.id = e.ticket_id
       where ${where.join(' and ')} order by l.recorded_at desc, l.entry_id desc, l.delivery_id desc limit ${limit + 1}`,
      values,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor =
      rows.length > limit ? encodeCursor(last === undefined ? START : [last.at.toISOString(), last.entryId, last.deliveryId]) : null;
    return { items: shown.map((row) => ({ ...row, deadLetterId: null, reason: null })), nextCursor };
  }
}
