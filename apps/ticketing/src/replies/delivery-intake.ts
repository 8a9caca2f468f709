import { Injectable } from '@nestjs/common';
import { DeliveryChanged } from '#contracts';
import type { ConsumedRecord } from '#event-bus';
import { PermanentError, RetriableError } from '#runtime';
import { MessageClaimRepository } from '../intake/message-claim.repository.js';
import { LinkMerger } from '../moves/link-merger.js';
import type { EntryFlags, ReplyContext } from '../tickets/entry-row.js';
import { asEntryId } from '../tickets/ticket-events.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { holdAddresses, keepDeadAddresses, type TakenChange } from './dead-addresses.js';
import { applyDelivery } from './delivery-rank.js';
import type { DeliveryState } from './delivery-rank.js';
import { ReplyRerouter } from './reply-rerouter.js';
import { ReplyWindowRepository, type WindowStatement } from './reply-window.repository.js';

interface SentEntry {
  readonly id: string;
  readonly ticketId: string;
  readonly channel: string;
  readonly inboxId: string;
  readonly before: DeliveryState;
  delivery: DeliveryState;
  remoteMessageId: string | null;
  readonly learned: boolean;
  readonly replyContext: ReplyContext | null;
  /** Why it was sent by itself; null: a person sent it. */
  readonly automatic: string | null;
}

interface Place extends Pick<TakenChange, 'recipients'> {
  readonly entryId: string;
  readonly ticketId: string;
}

/** Keeps how sending stands, and the remote ids of what we sent, for a batch of `message.delivery_changed`. Idempotent by rank. */
@Injectable()
export class DeliveryIntake {
  constructor(
    private readonly work: TicketWork,
    private readonly claims: MessageClaimRepository,
    private readonly links: LinkMerger,
    private readonly windows: ReplyWindowRepository,
    private readonly rerouter: ReplyRerouter,
  ) {}

  /** Returns the changes as they were told. */
  async take(records: readonly ConsumedRecord[]): Promise<readonly DeliveryChanged[]> {
    const changes = records.map(readChange);
    await this.work.run(async (unit) => {
      const places = await findPlaces(unit, changes);
      const told = changes.map((change): TakenChange => ({ change, recipients: places.get(change.commandId)!.recipients }));
      const marks = await holdAddresses(unit.transaction, told);
      const drafts = new Map(
        (await unit.lock([...new Set([...places.values()].map(({ ticketId }) => ticketId))])).map((draft) => [draft.id, draft]),
      );
      const entries = await loadEntries(unit, [...new Set([...places.values()].map(({ entryId }) => entryId))]);
      const entryOf = ({ commandId }: DeliveryChanged) => entries.get(places.get(commandId)!.entryId);
      refuseMoved([...entries.values()], drafts);
      const taken = changes.flatMap((change) => apply(entryOf(change), change));
      const stated = taken.flatMap(({ change }) => toStatement(entryOf(change)!, change));
      await this.windows.keep(unit.transaction, stated, unit.now);
      const changed = [...entries.values()].filter(
        (entry) => entry.delivery !== entry.before || entry.learned !== (entry.remoteMessageId !== null),
      );
      await write(unit, changed);
      // After that: it takes the entry as it stands, and the first channel's claim on its remote id is none.
      for (const entry of changed) entry.delivery = await this.rerouter.follow(unit, drafts.get(entry.ticketId)!, entry);
      await keepDeadAddresses(unit.transaction, marks, taken, unit.now);
      for (const entry of changed) tell(unit, entry, drafts.get(entry.ticketId)!);
      await this.claimLearned(unit, changed);
    });
    return changes;
  }

  private async claimLearned(unit: WorkUnit, entries: readonly SentEntry[]): Promise<void> {
    const learned = entries.filter((entry) => !entry.learned && entry.remoteMessageId !== null);
    for (const entry of learned.sort((a, b) => (a.remoteMessageId! < b.remoteMessageId! ? -1 : 1))) {
      const id = entry.replyContext?.continues === true ? `${entry.inboxId}/${entry.remoteMessageId}` : entry.remoteMessageId!;
      const { overtakenByTicket } = await this.claims.claimOurs(unit.transaction, id, entry.ticketId, entry.id);
      if (overtakenByTicket !== null) await this.links.mergeOvertaken(unit, id, overtakenByTicket, entry.ticketId);
    }
  }
}

function readChange(record: ConsumedRecord): DeliveryChanged {
  const result = DeliveryChanged.safeParse(record.envelope.data);
  if (result.success && record.envelope.type === 'message.delivery_changed.v1') return toStorable(result.data);
  const faults = result.success
    ? [`type: ${record.envelope.type}`]
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new PermanentError(`a delivery update breaks its contract: ${faults.slice(0, 5).join('; ')}`, { code: 'event_invalid' });
}

/** Ticket of each command, and whom it went to. Throws `PermanentError` (`command_unknown`) for one that is not ours. */
async function findPlaces(unit: WorkUnit, changes: readonly DeliveryChanged[]): Promise<Map<string, Place>> {
  const ids = [...new Set(changes.map((change) => change.commandId as string))];
  const rows = await unit.transaction.query<{ id: string; entry_id: string; ticket_id: string; recipients: Place['recipients'] | null }>(
    `select c.id, e.id as entry_id, e.ticket_id, e.reply_context->'recipients' as recipients from unnest($1::uuid[]) as c (id)
     left join rerouted_replies r on r.command_id = c.id join entries e on e.id = coalesce(r.entry_id, c.id) and e.direction = 'outbound'`,
    [ids],
    'ticketing_find_sent',
  );
  const places = new Map(rows.map((row) => [row.id, { entryId: row.entry_id, ticketId: row.ticket_id, recipients: row.recipients ?? [] }]));
  const unknown = ids.find((id) => !places.has(id));
  if (unknown !== undefined)
    throw new PermanentError(`no entry was sent by command ${unknown}`, { code: 'command_unknown', fields: { commandId: unknown } });
  return places;
}

/** An entry went to another ticket between the two looks. */
function refuseMoved(entries: readonly SentEntry[], drafts: ReadonlyMap<string, TicketDraft>): void {
  if (entries.every((entry) => drafts.has(entry.ticketId))) return;
  throw new RetriableError('an entry was moved while its delivery changed', { code: 'ticket_merged' });
}

async function loadEntries(unit: WorkUnit, ids: readonly string[]): Promise<Map<string, SentEntry>> {
  const rows = await unit.transaction.query<{
    id: string;
    ticket_id: string;
    channel: string;
    inbox_id: string;
    delivery: DeliveryState;
    remote_message_id: string | null;
    reply_context: ReplyContext | null;
    flags: EntryFlags;
  }>(
    `select id, ticket_id, channel, inbox_id, delivery, remote_message_id, reply_context, flags from entries
     where id = any($1::uuid[]) order by id for no key update`,
    [ids],
    'ticketing_load_sent',
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        ticketId: row.ticket_id,
        channel: row.channel,
        inboxId: row.inbox_id,
        before: row.delivery,
        delivery: row.delivery,
        remoteMessageId: row.remote_message_id,
        learned: row.remote_message_id !== null,
        replyContext: row.reply_context,
        automatic: row.flags.automatic?.reason ?? null,
      },
    ]),
  );
}

/** The change, when it took effect: what is told again must not mark an address that wrote meanwhile. */
function apply(entry: SentEntry | undefined, change: DeliveryChanged): TakenChange[] {
  if (entry === undefined) return [];
  const before = entry.delivery;
  // What is still told of the way it did not go.
  if (change.commandId !== (before.rerouted?.commandId ?? entry.id)) return [];
  entry.delivery = applyDelivery(before, change);
  entry.remoteMessageId ??= change.remoteMessageId ?? null;
  return entry.delivery === before ? [] : [{ change, recipients: entry.replyContext?.recipients ?? [] }];
}

/** What the remote said of the conversation when it refused. */
function toStatement({ inboxId, replyContext }: SentEntry, { at, replyWindow }: DeliveryChanged): WindowStatement[] {
  if (replyWindow === undefined || replyContext?.continues !== true) return [];
  return [{ inboxId, key: replyContext.conversationKey, at, window: replyWindow }];
}

async function write(unit: WorkUnit, entries: readonly SentEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await unit.transaction.query(
    `update entries e set delivery = c.delivery, remote_message_id = c.remote_message_id
     from json_to_recordset($1::json) as c (id uuid, delivery json, remote_message_id text) where e.id = c.id`,
    [JSON.stringify(entries.map(({ id, delivery, remoteMessageId }) => ({ id, delivery, remote_message_id: remoteMessageId })))],
    'ticketing_write_sent',
  );
}

function tell(unit: WorkUnit, entry: SentEntry, draft: TicketDraft): void {
  draft.touch();
  unit.tell('ticket.entry_changed.v1', draft, { entryId: asEntryId(entry.id), change: 'delivery' });
  // Whoever answers an acknowledgement at once answers when it arrived, not when it was written: the outgoing server may have been away.
  const arrived = entry.delivery.status === 'sent' && entry.before.status !== 'sent';
  if (entry.automatic === 'acknowledgement' && arrived && draft.numberTold?.how === 'acknowledgement')
    draft.numberTold = { ...draft.numberTold, at: unit.now.toISOString() };
  const failed = entry.delivery.status === 'failed' && entry.before.status !== 'failed';
  if (failed && entry.automatic === null) unit.apply(draft, { kind: 'answer_failed' }, 'answer could not be delivered');
}
