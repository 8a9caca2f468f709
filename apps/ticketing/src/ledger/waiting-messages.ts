import { Topics } from '#contracts';
import type { Sql } from '#database';
import type { ConsumedRecord, DeadLetters, EventBus } from '#event-bus';
import { readUnconsumed } from '#event-bus';
import { INTAKE_GROUP } from '../intake/groups.js';
import type { LedgerItem, LedgerOutcome, LedgerQuery } from './ledger-item.js';

/** Records of the log that a question looks at: a backlog larger than this is searched in part. */
const MOST_UNREAD = 50_000;
/** Records whose offsets may not have moved although they have an outcome: some batches of intake. */
const SETTLING = 1_000;

/**
 * What has not become anything yet: from the log itself and its waiting rooms. A delivery stands in one of them only: the rooms are asked in
 * the order in which a record goes through them, and where it stands twice (offsets move after the commit) its later place counts.
 */
export async function findWaiting(
  parts: { readonly bus: EventBus; readonly deadLetters: DeadLetters; readonly sql: Sql },
  query: LedgerQuery,
  limit: number,
): Promise<LedgerItem[]> {
  const exceptInboxes = query.hiddenInboxes ?? undefined;
  const filter = { group: INTAKE_GROUP, inboxId: query.inboxId, remoteMessageId: query.remoteMessageId, exceptInboxes };
  const received = await findReceived(parts.bus, query, limit + SETTLING);
  const parked = await parts.deadLetters.listParked(filter, { limit });
  const dead = await parts.deadLetters.list(filter, { limit });
  const rooms = [
    received,
    parked.items.map((record) =>
      toItem('parked', record, { at: record.parkedAt, reason: record.reason ?? 'waits behind an earlier record' }),
    ),
    dead.items
      .filter((letter) => letter.state !== 'replayed')
      .map((letter) => ({ ...toItem('dead-lettered', letter, { at: letter.diedAt, reason: letter.reason }), deadLetterId: letter.id })),
  ];
  const later = await findSettled(parts.sql, rooms.flat());
  const items: LedgerItem[] = [];
  for (const room of rooms.reverse()) {
    items.unshift(...room.filter((item) => !later.has(keyOf(item))));
    for (const item of room) if (item.deliveryId !== null) later.add(keyOf(item));
  }
  return items;
}

/** Keys of those that have an outcome by now. */
async function findSettled(sql: Sql, items: readonly LedgerItem[]): Promise<Set<string>> {
  const asked = items.filter((item) => item.deliveryId !== null && item.remoteMessageId !== null);
  if (asked.length === 0) return new Set();
  const rows = await sql.query<LedgerItem>(
    `select l.delivery_id as "deliveryId", l.inbox_id as "inboxId", l.remote_message_id as "remoteMessageId"
     from unnest($1::text[], $2::text[], $3::text[]) as asked (inbox_id, remote_message_id, delivery_id)
     join ledger l on left(l.remote_message_id, 200) = left(asked.remote_message_id, 200)
       and l.delivery_id = asked.delivery_id and l.inbox_id = asked.inbox_id and l.remote_message_id = asked.remote_message_id`,
    [asked.map(({ inboxId }) => inboxId), asked.map(({ remoteMessageId }) => remoteMessageId), asked.map(({ deliveryId }) => deliveryId)],
  );
  return new Set(rows.map(keyOf));
}

/** Names one delivery of one message. */
export function keyOf({ inboxId, remoteMessageId, deliveryId }: LedgerItem): string {
  return `${inboxId}\n${remoteMessageId}\n${deliveryId}`;
}

/** Reads the log: what lies between the group's offset and the end. */
async function findReceived(bus: EventBus, query: LedgerQuery, limit: number): Promise<LedgerItem[]> {
  const found: LedgerItem[] = [];
  let read = 0;
  for await (const record of readUnconsumed(bus, Topics.inboundMessages, INTAKE_GROUP)) {
    if (matches(record, query)) found.push(toItem('received', record, { at: record.appendedAt, reason: null }));
    if (found.length >= limit || (read += 1) >= MOST_UNREAD) break;
  }
  return found;
}

/** What any event about a message tells of itself. */
interface About {
  readonly remoteMessageId?: string;
  readonly deliveryId?: string;
  readonly receivedAt?: string;
  readonly inbox?: { readonly id?: string };
}

function aboutOf(record: Pick<ConsumedRecord, 'envelope'>): About {
  const { data } = record.envelope;
  return typeof data === 'object' && data !== null ? data : {};
}

function matches(record: ConsumedRecord, query: LedgerQuery): boolean {
  const { remoteMessageId, inbox } = aboutOf(record);
  if (query.remoteMessageId !== undefined && query.remoteMessageId !== remoteMessageId) return false;
  if (query.hiddenInboxes && (inbox?.id === undefined || query.hiddenInboxes.includes(inbox.id))) return false;
  return query.inboxId === undefined || query.inboxId === inbox?.id;
}

function toItem(
  outcome: LedgerOutcome,
  record: Pick<ConsumedRecord, 'envelope' | 'appendedAt'>,
  { at, reason }: { at: Date; reason: string | null },
): LedgerItem {
  const { remoteMessageId, deliveryId, receivedAt, inbox } = aboutOf(record);
  const reached = receivedAt === undefined ? record.appendedAt : new Date(receivedAt);
  return {
    outcome,
    inboxId: inbox?.id ?? null,
    remoteMessageId: remoteMessageId ?? null,
    deliveryId: deliveryId ?? null,
    receivedAt: reached,
    at,
    entryId: null,
    ticketId: null,
    ticketNumber: null,
    deadLetterId: null,
    reason,
  };
}

const MOST_PAGES = 50;

/** Where each delivery is that has no outcome yet, whatever its inbox: all of them, or as many as `MOST_UNREAD` and `MOST_PAGES` let see. */
export async function findWaitingDeliveries(
  bus: EventBus,
  deadLetters: DeadLetters,
): Promise<Map<string, 'received' | 'parked' | 'dead-lettered'>> {
  const found = new Map<string, 'received' | 'parked' | 'dead-lettered'>();
  const note = (outcome: 'received' | 'parked' | 'dead-lettered', record: Pick<ConsumedRecord, 'envelope'>) => {
    const { deliveryId } = aboutOf(record);
    if (deliveryId !== undefined) found.set(deliveryId, outcome);
  };
  let read = 0;
  for await (const record of readUnconsumed(bus, Topics.inboundMessages, INTAKE_GROUP)) {
    note('received', record);
    if ((read += 1) >= MOST_UNREAD) break;
  }
  const filter = { group: INTAKE_GROUP };
  for await (const record of pagesOf((page) => deadLetters.listParked(filter, page))) note('parked', record);
  for await (const letter of pagesOf((page) => deadLetters.list(filter, page)))
    if (letter.state !== 'replayed') note('dead-lettered', letter);
  return found;
}

async function* pagesOf<T>(
  ask: (page: { limit: number; cursor?: string }) => Promise<{ items: readonly T[]; nextCursor?: string }>,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { items, nextCursor } = await ask({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    yield* items;
    if (nextCursor === undefined) return;
    cursor = nextCursor;
  }
}
