import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Topics, type CommandId, type ConversationKey, type EventId, type InboxId, type ReplyRecallRequested } from '#contracts';
import type { OutgoingRecord } from '#event-bus';
import { CLOCK, PermanentError, RetriableError, type Clock } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { type Actor, HOUSE } from '../tickets/actor.js';
import { EntryReader } from '../tickets/entry-reader.js';
import type { ReplyContext } from '../tickets/entry-row.js';
import { asEntryId } from '../tickets/ticket-events.js';
import type { EntryView } from '../tickets/ticket-view.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { DeliveryState } from './delivery-rank.js';
import { HeldReplies } from './held-replies.js';
import { judgeRecall, type RecallView } from './recall-limits.js';

interface Row extends Record<string, unknown> {
  readonly ticket_id: string;
  readonly direction: string;
  readonly channel: string;
  readonly inbox_id: string;
  readonly occurred_at: Date;
  readonly delivery: DeliveryState | null;
  readonly reply_context: ReplyContext | null;
}

/** Takes answers back: asks their connector, which says what came of it as a change of their delivery. */
@Injectable()
export class RecallService {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    private readonly inboxes: InboxDirectory,
    private readonly held: HeldReplies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Could it be taken back now? */
  async look({ direction, delivery, occurredAt, inboxId }: EntryView): Promise<RecallView> {
    const capabilities = await this.capabilitiesOf(inboxId);
    return judgeRecall({ direction, delivery, occurredAt: new Date(occurredAt), capabilities }, this.clock.now());
  }

  /**
   * Asks for it; one that is being taken back already is asked for once. Returns the entry. Throws `PermanentError`: `entry_unknown`,
   * `recall_impossible` with the reason.
   */
  async recall(entryId: string, actor: Actor = HOUSE): Promise<EntryView> {
    await this.work.run(async (unit) => {
      const { ticket_id } = await load(unit, entryId);
      const [draft] = await unit.lock([ticket_id]);
      const entry = await load(unit, entryId);
      if (entry.ticket_id !== ticket_id) throw new RetriableError('an entry was moved meanwhile', { code: 'ticket_merged' });
      const { direction, delivery, occurred_at: occurredAt } = entry;
      // No connector has heard of it.
      if (delivery?.held !== undefined) return this.held.takeBack(unit, draft!, entryId, actor);
      if (delivery?.recall !== undefined && delivery.recall.refused === undefined) return;
      const capabilities = await this.capabilitiesOf(entry.inbox_id);
      const { possible, reason } = judgeRecall({ direction, delivery, occurredAt, capabilities }, unit.now);
      if (!possible)
        throw new PermanentError(`it cannot be taken back: ${reason}`, {
          code: 'recall_impossible',
          hint: 'write to the customer what is to be put right',
        });
      const asked: DeliveryState = { ...delivery!, recall: { askedAt: unit.now.toISOString() } };
      await unit.transaction.query('update entries set delivery = $2::jsonb where id = $1::uuid', [entryId, JSON.stringify(asked)]);
      draft!.touch();
      unit.tell('ticket.entry_changed.v1', draft!, { entryId: asEntryId(entryId), change: 'delivery' });
      unit.send(toRecallRecord(entryId, entry, unit.now));
    });
    return (await this.reader.find(entryId))!;
  }

  private async capabilitiesOf(inboxId: string | null) {
    return inboxId === null ? null : ((await this.inboxes.find(inboxId))?.capabilities ?? null);
  }
}

async function load({ transaction }: WorkUnit, entryId: string): Promise<Row> {
  const [row] = await transaction.query<Row>(
    `select ticket_id, direction, channel, inbox_id, occurred_at, delivery, reply_context from entries where id = $1::uuid for no key update`,
    [entryId],
  );
  if (row === undefined) throw new PermanentError(`there is no entry ${entryId}`, { code: 'entry_unknown' });
  return row;
}

/** Under the command's own key: in its conversation it would stand behind the answer that it is to keep from leaving. */
function toRecallRecord(entryId: string, { channel, inbox_id, reply_context, delivery }: Row, at: Date): OutgoingRecord {
  const commandId = delivery?.rerouted?.commandId ?? entryId;
  const key = reply_context?.conversationKey;
  const data: ReplyRecallRequested = {
    commandId: commandId as CommandId,
    inboxId: inbox_id as InboxId,
    ...(key === undefined || key === commandId ? {} : { conversationKey: key as ConversationKey }),
  };
  return {
    topic: Topics.outboundMessages(channel),
    key: commandId,
    envelope: {
      specversion: '1.0',
      id: randomUUID() as EventId,
      source: '/ticketing',
      type: 'reply.recall_requested.v1',
      time: at.toISOString(),
      subject: commandId,
      datacontenttype: 'application/json',
      data,
    },
  };
}
